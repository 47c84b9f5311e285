import assert from 'node:assert/strict';
import {test} from 'node:test';

import {hostOf} from '../index.js';
import {StandIn} from './stand_in.js';

async function with_host(body) {
  const daemon = await StandIn.start();
  const connection = daemon.connect();
  try {
    await body({daemon, host: hostOf(connection), connection});
  } finally {
    connection.close();
    await daemon.stop();
  }
}

// One call of a worker, and what comes back.
let last_call = 0;
async function call(daemon, name, args) {
  const id = `h${++last_call}`;
  daemon.send({jsonrpc: '2.0', id, method: 'host.call',
    params: {worker: 7, function: name, arguments: args}});
  const answer = await daemon.until((message) => message.id === id && !message.method);
  return answer.result !== undefined ? {result: answer.result} : {error: answer.error};
}

test('functions are announced by name, with their scope and time', async () => {
  await with_host(async ({daemon, host}) => {
    await host.register({add: (a, b) => a + b}, {scope: 'tenant', tenant: 't', timeoutMs: 50});
    assert.deepEqual(daemon.requests.at(-1).params,
        {functions: ['add'], values: 'tagged', scope: 'tenant', tenant: 't', timeout_ms: 50});
  });
});

test('a call gets structured arguments, and its answer goes back as one', async () => {
  await with_host(async ({daemon, host}) => {
    await host.register({
      keys(map) { return new Set(map.keys()); },
      async who() { return this.worker; },
      nothing() {},
    });
    assert.deepEqual(await call(daemon, 'keys', [{$map: [['a', 1]]}]), {result: {$set: ['a']}});
    assert.deepEqual(await call(daemon, 'who', []), {result: 7});
    assert.deepEqual(await call(daemon, 'nothing', []), {result: {$undefined: true}});
  });
});

test('what is thrown goes back with its name and message, and without our paths', async () => {
  await with_host(async ({daemon, host}) => {
    await host.register({
      fails() { throw new RangeError('too far'); },
      odd() { throw 'text'; }, // eslint-disable-line no-throw-literal
      uncloneable() { return () => {}; },
    });
    const {error} = await call(daemon, 'fails', []);
    assert.equal(error.message, 'too far');
    assert.deepEqual(error.data, {name: 'RangeError'});
    assert.ok(!JSON.stringify(error).includes(import.meta.dirname ?? 'host.test.js'));
    assert.equal((await call(daemon, 'odd', [])).error.message, 'text');
    assert.equal((await call(daemon, 'uncloneable', [])).error.data.name, 'DataCloneError');
    assert.equal((await call(daemon, 'unknown', [])).error.data.name, 'ReferenceError');
  });
});

test('an answer that is too large for a line is an error, and the connection goes on', async () => {
  await with_host(async ({daemon, host}) => {
    await host.register({large: () => 'x'.repeat(2 << 20), small: () => 1});
    assert.equal((await call(daemon, 'large', [])).error.data.name, 'DataCloneError');
    assert.deepEqual(await call(daemon, 'small', []), {result: 1});
  });
});

test('a call that nobody waits for any more is told so, and not answered', async () => {
  await with_host(async ({daemon, host}) => {
    let signal;
    let finish;
    await host.register({slow() {
      signal = this.signal;
      return new Promise((resolve) => { finish = resolve; });
    }});
    daemon.send({jsonrpc: '2.0', id: 'h-slow', method: 'host.call',
      params: {worker: 7, function: 'slow', arguments: []}});
    await call(daemon, 'unknown', []);
    daemon.send({jsonrpc: '2.0', method: 'host.cancel', params: {id: 'h-slow', reason: 'timeout'}});
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    assert.equal(signal.reason.message, 'timeout');
    finish(1);
    await call(daemon, 'unknown', []);
    assert.ok(!daemon.answers.some(({id}) => id === 'h-slow'));
  });
});

test('a registration that is refused leaves the functions as they were', async () => {
  await with_host(async ({daemon, host}) => {
    await host.register({f: () => 'old'});
    daemon.methods['host.register'] = () => { throw {code: -32009, kind: 'too-many', message: 'no'}; };
    await assert.rejects(host.register({f: () => 'new', g: () => 1}), {kind: 'too-many'});
    assert.deepEqual(await call(daemon, 'f', []), {result: 'old'});
    assert.ok((await call(daemon, 'g', [])).error);
  });
});

test('unregistered functions are unknown', async () => {
  await with_host(async ({daemon, host}) => {
    await host.register({f: () => 1});
    await host.unregister('f');
    assert.ok((await call(daemon, 'f', [])).error);
  });
});
