// A daemon of the test's own making: it speaks the control protocol's lines and does what the test
// says. For what a real daemon does only rarely, or never: full queues, broken lines, sudden ends.

import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {connect} from '../index.js';

export class StandIn {
  requests = []; // what came, in order: {method, params}
  answers = []; // of requests of our own
  socket;
  #server;
  #directory;
  #last_stream = 0;
  #streams = []; // {stream, worker}
  #last_worker = 40;
  #waiting = [];

  // method → function(params) that gives a result or throws {code, kind, message}
  methods = {
    hello: () => ({server: 'skepd', version: '0', protocol: 1, access: 'admin', private: false}),
    'worker.spawn': () => {
      const spawned = {stream: ++this.#last_stream, worker: ++this.#last_worker};
      this.#streams.push(spawned);
      return spawned;
    },
    'worker.post': () => ({}),
    'worker.close': () => ({}),
    'worker.terminate': ({worker}) => {
      this.event({type: 'exit', worker, parent: 0, reason: 'terminated', detail: 'by request'});
      return {};
    },
    'host.register': () => ({}),
    'host.unregister': () => ({}),
  };

  static async start() {
    const stand_in = new StandIn();
    stand_in.#directory = await mkdtemp(join(tmpdir(), 'skep-client-'));
    stand_in.path = join(stand_in.#directory, 'socket');
    stand_in.#server = createServer((socket) => stand_in.#serve(socket));
    await new Promise((resolve) => stand_in.#server.listen(stand_in.path, resolve));
    return stand_in;
  }

  connect() { return connect({socket: this.path}); }

  // To the stream of the tree of `root`: the worker itself unless the event is about a descendant.
  event(event, root = event.worker) {
    const found = this.#streams.find(({worker}) => worker === root);
    const tell = (params) => this.send({jsonrpc: '2.0', method: 'event', params});
    tell({stream: found.stream, ...event});
    if (event.type === 'exit' && event.worker === root) tell({stream: found.stream, type: 'end'});
  }

  send(json) { this.raw(JSON.stringify(json) + '\n'); }
  raw(text) { this.socket.write(text); }

  // The first request (or answer) that fits, also one that came before.
  async until(fits) {
    for (;;) {
      const found = [...this.requests, ...this.answers].find(fits);
      if (found) return found;
      await new Promise((resolve) => this.#waiting.push(resolve));
    }
  }

  async stop() {
    this.socket?.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#directory, {recursive: true});
  }

  #serve(socket) {
    this.socket = socket;
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop();
      for (const line of lines) this.#take(JSON.parse(line));
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  #take(message) {
    if (message.method === undefined) return void this.answers.push(message);
    this.requests.push(message);
    try {
      const result = this.methods[message.method](message.params);
      this.send({jsonrpc: '2.0', id: message.id, result});
    } catch ({code, kind, message: sentence}) {
      this.send({jsonrpc: '2.0', id: message.id, error: {code, message: sentence, data: {kind}}});
    }
  }
}

// A promise for the next event of a type.
export function next(target, type) {
  return new Promise((resolve) => target.addEventListener(type, resolve, {once: true}));
}
