// One connection to a skepd: JSON-RPC 2.0 in lines, in both directions.
//
// Requests go out at once and are matched by their ids. Events go to whoever took their stream;
// requests of the daemon (host.call) go to the handler of their method. While nothing is expected
// (no request open, nobody holds it) the connection does not keep the process alive.

import {createConnection} from 'node:net';

import {start_private_daemon} from './private_daemon.js';
import {socket_path} from './socket_path.js';

const protocol_version = 1;
const most_line_bytes = 128 * 1024 * 1024; // an answer is at most 64 MiB; this only bounds a mistake
export const most_request_bytes = 1024 * 1024;

// An answer with an error: `code` and `kind` are stable, `data` is for programs.
export class SkepError extends Error {
  constructor({code, message, data}) {
    super(message);
    this.name = 'SkepError';
    this.code = code;
    this.kind = data?.kind ?? '';
    this.data = data;
  }
}

export class Connection {
  // Resolves with the answer of `hello`.
  ready;
  // Resolves when it is over, with the Error or undefined if it was closed by close().
  closed;

  #stream;
  #chunks = [];
  #chunk_bytes = 0;
  #last_id = 0;
  #open = new Map(); // id → {resolve, reject}
  #streams = new Map(); // stream number → function(event)
  #methods = new Map(); // what the daemon may ask or tell → function(params, id)
  #holders = 0;
  #over = false;
  #error;
  #on_closed;

  constructor(stream) {
    this.#stream = stream;
    this.closed = new Promise((resolve) => { this.#on_closed = resolve; });
    stream.on('data', (chunk) => this.#take(chunk));
    stream.on('error', (error) => this.#end(error));
    stream.on('close', () => this.#end(new Error('the connection to skepd is lost')));
    this.handle('event', (event) => {
      const take = this.#streams.get(event.stream);
      if (event.type === 'end') this.#streams.delete(event.stream);
      take?.(event);
    });
    this.ready = this.request('hello', {client: `node ${process.pid}`}).then((hello) => {
      if (hello.protocol === protocol_version) return hello;
      throw new Error(`this skepd speaks protocol ${hello.protocol}, not ${protocol_version}`);
    });
    this.ready.catch((error) => this.#end(error));
  }

  // Whoever holds it keeps the process alive; as many releases as holds.
  hold() { this.#holders += 1; this.#keep_alive(); }
  release() { this.#holders -= 1; this.#keep_alive(); }

  // The result, or a SkepError. `at_once` sees the result before any later line is looked at.
  request(method, params = {}, at_once) {
    return this.request_text(method, JSON.stringify(params), at_once);
  }

  // The same for parameters that are JSON text already.
  request_text(method, params, at_once) {
    if (this.#over) return Promise.reject(this.#error ?? new Error('the connection is closed'));
    const id = ++this.#last_id;
    const line = `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}`;
    if (Buffer.byteLength(line) > most_request_bytes) {
      return Promise.reject(new RangeError(`a request of ${method} is larger than 1 MiB`));
    }
    return new Promise((resolve, reject) => {
      this.#open.set(id, {resolve, reject, at_once});
      this.#keep_alive();
      this.#stream.write(line + '\n');
    });
  }

  // Calls `on_event` with every event of the stream, until its `end`.
  take_stream(stream, on_event) { this.#streams.set(stream, on_event); }

  // All events that fit: see `subscribe` in docs/protocol.md. Resolves with the stream's number.
  async subscribe(params, on_event) {
    const {stream} = await this.request('subscribe', params,
        (result) => this.take_stream(result.stream, on_event));
    return stream;
  }

  async unsubscribe(stream) {
    await this.request('unsubscribe', {stream});
    this.#streams.delete(stream);
  }

  handle(method, handler) { this.#methods.set(method, handler); }

  // Answers a request of the daemon: {result} or {error}. The daemon would skip a line that is too
  // long, and whoever asked would wait for nothing: so it is told instead.
  answer(id, body) {
    if (this.#over) return;
    let line = JSON.stringify({jsonrpc: '2.0', id, ...body});
    if (Buffer.byteLength(line) > most_request_bytes) {
      const error = {code: -32000, message: 'The answer is larger than 1 MiB as JSON.',
        data: {name: 'DataCloneError'}};
      line = JSON.stringify({jsonrpc: '2.0', id, error});
    }
    this.#stream.write(line + '\n');
  }

  // Ends it; what this connection spawned and did not detach is terminated by the daemon.
  close() {
    if (this.#over) return;
    this.#stream.end();
    this.#end(undefined);
  }

  #take(chunk) {
    let start = 0;
    for (let end; (end = chunk.indexOf(10, start)) >= 0; start = end + 1) {
      this.#chunks.push(chunk.subarray(start, end));
      const line = Buffer.concat(this.#chunks).toString('utf8');
      this.#chunks = [];
      this.#chunk_bytes = 0;
      if (line !== '') this.#take_line(line);
    }
    if (start < chunk.length) {
      this.#chunks.push(chunk.subarray(start));
      this.#chunk_bytes += chunk.length - start;
    }
    if (this.#chunk_bytes > most_line_bytes) this.#end(new Error('skepd sent an endless line'));
  }

  #take_line(line) {
    let json;
    try {
      json = JSON.parse(line);
    } catch {
      return this.#end(new Error('skepd sent a line that is not JSON'));
    }
    for (const message of Array.isArray(json) ? json : [json]) this.#take_message(message);
  }

  #take_message(message) {
    if (typeof message.method === 'string') {
      const handler = this.#methods.get(message.method);
      if (handler) return handler(message.params ?? {}, message.id);
      if (message.id !== undefined) {
        this.answer(message.id, {error: {code: -32601, message: `no method ${message.method}`}});
      }
      return;
    }
    const waiting = this.#open.get(message.id);
    // Only an answer to what nobody could read has no id: then nothing can be trusted any more.
    if (!waiting) {
      if (message.error) this.#end(new SkepError(message.error));
      return;
    }
    this.#open.delete(message.id);
    this.#keep_alive();
    if (message.error) return waiting.reject(new SkepError(message.error));
    waiting.at_once?.(message.result);
    waiting.resolve(message.result);
  }

  #end(error) {
    if (this.#over) return;
    this.#over = true;
    this.#error = error;
    this.#stream.destroy();
    const reason = error ?? new Error('the connection is closed');
    for (const {reject} of this.#open.values()) reject(reason);
    this.#open.clear();
    this.#streams.clear();
    this.#on_closed(error);
  }

  #keep_alive() {
    if (this.#over) return;
    if (this.#holders > 0 || this.#open.size > 0) this.#stream.ref?.();
    else this.#stream.unref?.();
  }
}

// options: socket (a path), private (true: always a daemon of one's own; false: never one; else one
// where no shared daemon's socket is found), skepd and cacheDirectory (for one of one's own).
export function connect(options = {}) {
  const path = options.private === true ? undefined : socket_path(options.socket);
  if (path !== undefined) {
    const stream = createConnection(path);
    stream.on('error', (error) => {
      error.message = `cannot reach skepd at ${path}: ${error.message}`;
    });
    return new Connection(stream);
  }
  if (options.private === false) {
    throw new Error('no skepd is running here: SKEP_SOCKET is not set and there is no socket');
  }
  return new Connection(start_private_daemon(options).stream);
}

let shared;

// The connection that workers and host functions use unless they are given another.
export function default_connection() {
  if (shared === undefined) {
    const connection = connect();
    shared = connection;
    connection.closed.then(() => { if (shared === connection) shared = undefined; });
  }
  return shared;
}
