// HTML's Worker, in a sealed process of its own.
//
// Messages go out one at a time, so that their order holds even when the worker's queue is full and
// a message has to be offered again.

import {getEventListeners} from 'node:events';
import {resolve as resolve_path} from 'node:path';
import {fileURLToPath} from 'node:url';

import {default_connection, most_request_bytes, SkepError} from './connection.js';
import {
  ConsoleEvent, define_handlers, ErrorEvent, ExitEvent, LimitEvent,
} from './events.js';
import {spawn_tree} from './trees.js';
import {data_clone_error, decode, encode} from './values.js';

// How long a message that found the queue full waits, the first time and at most.
const first_retry_ms = 2;
const most_retry_ms = 200;
// Of one request line, what is left for things other than the data of a message.
const envelope_bytes = 1024;

const event_types = ['message', 'message-refused', 'console', 'console-lost', 'error', 'exit', 'limit'];

function script_path(script) {
  if (script instanceof URL) return fileURLToPath(script);
  const text = String(script);
  return text.startsWith('file:') ? fileURLToPath(text) : resolve_path(text);
}

function spawn_params(script, options) {
  const params = options.eval
      ? {source: String(script), language: options.language ?? 'javascript'}
      : {file: script_path(script)};
  if (options.root !== undefined) params.root = resolve_path(String(options.root));
  if (options.type === 'module') params.module = true;
  if (options.name !== undefined) params.name = String(options.name);
  if (options.arguments !== undefined) params.arguments = options.arguments.map(String);
  if (options.limits !== undefined) params.limits = options.limits;
  if (options.tenant !== undefined) params.tenant = String(options.tenant);
  if (options.detached) params.detached = true;
  // Whoever holds a Worker may post to it at any time, so silence is no reason to end.
  params.keep_alive = options.keepAlive ?? true;
  return params;
}

export class Worker extends EventTarget {
  #connection;
  #console;
  #id;
  #outgoing = []; // tagged JSON text of each message, the one in flight included
  #outgoing_bytes = 0;
  #sending = false;
  #terminated = false;
  #exit;
  #held = true;

  // Resolves with the ExitEvent when the worker is gone, for whatever reason; never rejects.
  exited;
  #on_exited;
  // Resolves with the worker's number once it is spawned; rejects if it cannot be.
  spawned;

  constructor(script, options = {}) {
    super();
    const params = spawn_params(script, options);
    this.#console = options.console ?? 'inherit';
    this.exited = new Promise((resolve) => { this.#on_exited = resolve; });
    this.#connection = options.connection ?? default_connection();
    this.#connection.hold();
    this.#connection.closed.then((error) => this.#lost(error));
    this.spawned = this.#spawn(params);
    this.spawned.catch((error) => this.#not_spawned(error));
  }

  // The number by which the daemon and its command know it; undefined until it is spawned.
  get id() { return this.#id; }

  // Bytes of messages that the daemon has not taken yet.
  get bufferedAmount() { return this.#outgoing_bytes; }

  postMessage(value, transfer_or_options) {
    const transfer = transfer_list(transfer_or_options);
    const text = JSON.stringify(encode(value));
    const bytes = Buffer.byteLength(text);
    if (bytes > most_request_bytes - envelope_bytes) {
      throw data_clone_error(`A message of ${bytes} bytes (at most 1 MiB as JSON)`);
    }
    for (const buffer of transfer) structuredClone(buffer, {transfer: [buffer]});
    if (this.#terminated || this.#exit) return;
    this.#outgoing.push({text, bytes});
    this.#outgoing_bytes += bytes;
    this.#send();
  }

  // Ends it at once: no further event but `exit` comes. Resolves with that.
  terminate() {
    if (!this.#terminated && !this.#exit) {
      this.#terminated = true;
      this.#outgoing = [];
      this.#outgoing_bytes = 0;
      this.spawned.then((worker) => this.#connection.request('worker.terminate', {worker}))
          .catch(() => {}); // it was gone already, and its exit says why
    }
    return this.exited;
  }

  // Asks its script to end as if it called close() after all that was posted before.
  close() {
    this.spawned.then(async (worker) => {
      await this.#sent();
      await this.#connection.request('worker.close', {worker});
    }).catch(() => {});
    return this.exited;
  }

  // Whether this worker keeps the process alive; it does at first.
  ref() {
    if (!this.#held && !this.#exit) this.#connection.hold();
    this.#held = true;
    return this;
  }
  unref() {
    if (this.#held && !this.#exit) this.#connection.release();
    this.#held = false;
    return this;
  }

  async #spawn(params) {
    const worker = await spawn_tree(this.#connection, params, event_types,
        (id) => { this.#id = id; }, (event) => this.#dispatch(event));
    this.#send();
    return worker;
  }

  #dispatch(event) {
    const own = event.worker === this.#id;
    if (event.type === 'exit') {
      if (own) this.#gone(new ExitEvent(event));
      return;
    }
    if (this.#exit) return;
    if (event.type === 'console') return this.#on_console(event);
    if (this.#terminated) return;
    if (event.type === 'limit') return void this.dispatchEvent(new LimitEvent(event));
    if (!own) return;
    if (event.type === 'message') return this.#on_message(event);
    if (event.type === 'error') return this.#on_error(event);
    if (event.type === 'message-refused') {
      this.dispatchEvent(new MessageEvent('messageerror', {data: null}));
    }
  }

  #on_message(event) {
    let data;
    try {
      data = decode(event.data);
    } catch {
      return void this.dispatchEvent(new MessageEvent('messageerror', {data: null}));
    }
    this.dispatchEvent(message_event(data));
  }

  #on_console(event) {
    const heard = new ConsoleEvent(event);
    if (this.dispatchEvent(heard) && this.#console === 'inherit') {
      console[heard.level]('%s', heard.text);
    }
  }

  #on_error(event) {
    const error = new Error(event.message);
    if (event.stack) error.stack = event.stack;
    this.#raise({
      message: event.message, filename: event.filename, lineno: event.line, colno: event.column,
      error,
    });
  }

  // As a browser does: what nobody listens to is at least shown.
  #raise(init) {
    const heard = getEventListeners(this, 'error').length > 0;
    const event = new ErrorEvent('error', init);
    if (this.dispatchEvent(event) && !heard) {
      const place = init.filename ? ` (${init.filename}:${init.lineno}:${init.colno})` : '';
      console.error(`${init.message}${place}`);
    }
  }

  async #send() {
    if (this.#sending || this.#id === undefined) return;
    this.#sending = true;
    let wait_ms = first_retry_ms;
    while (this.#outgoing.length > 0 && !this.#exit) {
      const first = this.#outgoing[0];
      try {
        await this.#connection.request_text('worker.post',
            `{"worker":${this.#id},"values":"tagged","data":${first.text}}`);
        wait_ms = first_retry_ms;
      } catch (error) {
        if (error.kind === 'queue-full') {
          await new Promise((resolve) => setTimeout(resolve, wait_ms));
          wait_ms = Math.min(wait_ms * 2, most_retry_ms);
          continue;
        }
        if (error.kind !== 'no-such-worker' && error instanceof SkepError) {
          this.#raise({message: `a message was refused: ${error.message}`, error});
        }
      }
      if (this.#outgoing[0] === first) { // terminate() may have emptied it
        this.#outgoing.shift();
        this.#outgoing_bytes -= first.bytes;
      }
    }
    this.#sending = false;
    this.dispatchEvent(new Event('drain'));
  }

  // When everything that was posted is taken by the daemon.
  #sent() {
    if (this.#outgoing.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.addEventListener('drain', resolve, {once: true}));
  }

  #not_spawned(error) {
    if (this.#exit) return;
    if (!this.#terminated) this.#raise({message: error.message, error});
    this.#gone(new ExitEvent({reason: 'start-failed', detail: error.message}));
  }

  #lost(error) {
    if (this.#exit) return;
    const detail = error?.message ?? 'the connection was closed';
    if (error && !this.#terminated) this.#raise({message: detail, error});
    this.#gone(new ExitEvent({reason: error ? 'supervisor-lost' : 'terminated', detail}));
  }

  #gone(exit) {
    if (this.#exit) return;
    this.#exit = exit;
    this.#outgoing = [];
    this.#outgoing_bytes = 0;
    if (this.#held) this.#connection.release();
    this.dispatchEvent(exit);
    this.#on_exited(exit);
  }
}

// The constructor takes undefined for "left out" and makes it null; a message may be undefined.
function message_event(data) {
  const event = new MessageEvent('message', {data});
  if (data === undefined) Object.defineProperty(event, 'data', {value: undefined});
  return event;
}

function transfer_list(transfer_or_options) {
  if (transfer_or_options === undefined || transfer_or_options === null) return [];
  const list = Symbol.iterator in Object(transfer_or_options)
      ? transfer_or_options : transfer_or_options.transfer ?? [];
  const transfer = [...list];
  for (const item of transfer) {
    if (!(item instanceof ArrayBuffer)) throw data_clone_error('A transferred object of this kind');
  }
  if (new Set(transfer).size !== transfer.length) throw data_clone_error('A buffer listed twice');
  return transfer;
}

define_handlers(Worker.prototype, ['message', 'messageerror', 'error', 'exit', 'console', 'limit']);

// `using` and `await using`, where this Node knows the symbols.
if (Symbol.dispose) {
  Object.defineProperty(Worker.prototype, Symbol.dispose, {
    value() { this.terminate(); }, configurable: true, writable: true,
  });
}
if (Symbol.asyncDispose) {
  Object.defineProperty(Worker.prototype, Symbol.asyncDispose, {
    value() { return this.terminate().then(() => {}); }, configurable: true, writable: true,
  });
}
