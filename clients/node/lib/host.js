// Host functions: what workers reach by `await skep.call(name, ...args)`, and the only way out of
// their cells.
//
// A function is called with the worker's arguments; `this` is {worker, signal}: who asks, and an
// AbortSignal that fires when nobody waits for the answer any more. What it returns or throws goes
// back. It runs with this program's rights: what it does for a worker it does for whoever wrote the
// worker's script.

import {default_connection} from './connection.js';
import {decode, encode} from './values.js';

const application_error = -32000;

// The host functions of one connection. One for each connection: see host_of().
class Host {
  #connection;
  #functions = new Map();
  #running = new Map(); // id of the call → AbortController

  constructor(connection) {
    this.#connection = connection;
    connection.handle('host.call', (params, id) => void this.#call(params, id));
    connection.handle('host.cancel', ({id, reason}) => {
      this.#running.get(id)?.abort(new DOMException(String(reason), 'AbortError'));
    });
    connection.closed.then(() => {
      for (const running of this.#running.values()) {
        running.abort(new DOMException('the connection is over', 'AbortError'));
      }
    });
  }

  // options: scope "own" (at first), "tenant" or "all"; tenant; timeoutMs.
  async register(functions, {scope, tenant, timeoutMs} = {}) {
    const names = Object.keys(functions);
    const before = new Map(names.map((name) => [name, this.#functions.get(name)]));
    for (const name of names) {
      if (typeof functions[name] !== 'function') throw new TypeError(`${name} is not a function`);
    }
    // Known before they are announced: the first call may come with the answer.
    for (const name of names) this.#functions.set(name, functions[name]);
    const params = {functions: names, values: 'tagged'};
    if (scope !== undefined) params.scope = scope;
    if (tenant !== undefined) params.tenant = tenant;
    if (timeoutMs !== undefined) params.timeout_ms = timeoutMs;
    try {
      await this.#connection.ready;
      await this.#connection.request('host.register', params);
    } catch (error) {
      for (const [name, known] of before) {
        if (known) this.#functions.set(name, known);
        else this.#functions.delete(name);
      }
      throw error;
    }
  }

  async unregister(...names) {
    await this.#connection.request('host.unregister', {functions: names});
    for (const name of names) this.#functions.delete(name);
  }

  async #call(params, id) {
    const running = new AbortController();
    this.#running.set(id, running);
    let body;
    try {
      const called = this.#functions.get(params.function);
      if (called === undefined) throw new ReferenceError(`no host function ${params.function}`);
      const args = params.arguments.map(decode);
      const context = {worker: params.worker, signal: running.signal};
      const result = await called.apply(context, args);
      body = {result: encode(result)};
    } catch (error) {
      body = {error: error_body(error)};
    }
    this.#running.delete(id);
    if (!running.signal.aborted) this.#connection.answer(id, body);
  }
}

// Anything may be thrown. The stack tells paths of this machine: it stays here.
function error_body(error) {
  const known = error instanceof Error || error instanceof DOMException;
  const message = known ? String(error.message) : String(error);
  return {
    code: application_error, message,
    data: {name: known ? String(error.name) : 'Error'},
  };
}

const hosts = new WeakMap();

export function host_of(connection) {
  if (!hosts.has(connection)) hosts.set(connection, new Host(connection));
  return hosts.get(connection);
}

// The host functions of the default connection.
export const host = {
  register: (functions, options) => host_of(default_connection()).register(functions, options),
  unregister: (...names) => host_of(default_connection()).unregister(...names),
};
