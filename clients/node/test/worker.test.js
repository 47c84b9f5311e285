import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Worker} from '../index.js';
import {next, StandIn} from './stand_in.js';

// Runs `body` with a stand-in and a worker of it that is spawned, and cleans up.
async function with_worker(body, options = {}) {
  const daemon = await StandIn.start();
  const connection = daemon.connect();
  try {
    const worker = new Worker('/scripts/worker.js', {connection, ...options});
    await worker.spawned;
    await body({daemon, worker, connection});
  } finally {
    connection.close();
    await daemon.stop();
  }
}

const subscribe = {
  types: ['message', 'message-refused', 'console', 'console-lost', 'error', 'exit', 'limit'],
  values: 'tagged',
};
const posts = (daemon) => daemon.requests.filter(({method}) => method === 'worker.post');

test('a worker is asked for with an absolute path and what it may use', async () => {
  await with_worker(async ({daemon}) => {
    const {params} = daemon.requests.find(({method}) => method === 'worker.spawn');
    assert.deepEqual(params, {
      file: '/scripts/worker.js', root: '/scripts', name: 'n', arguments: ['1', 'x'],
      limits: {memory_bytes: 1 << 24}, keep_alive: true, subscribe,
    });
  }, {root: '/scripts', name: 'n', arguments: [1, 'x'], limits: {memory_bytes: 1 << 24}});
});

test('a module is asked for as one', async () => {
  await with_worker(async ({daemon}) => {
    const {params} = daemon.requests.find(({method}) => method === 'worker.spawn');
    assert.equal(params.module, true);
  }, {type: 'module'});
});

test('source text is sent as it is', async () => {
  const daemon = await StandIn.start();
  const connection = daemon.connect();
  const worker = new Worker('postMessage(1)', {eval: true, language: 'typescript', connection});
  await worker.spawned;
  const {params} = daemon.requests.find(({method}) => method === 'worker.spawn');
  assert.deepEqual(params, {
    source: 'postMessage(1)', language: 'typescript', keep_alive: true, subscribe,
  });
  connection.close();
  await daemon.stop();
});

test('a worker that speaks at once is heard', async () => {
  const daemon = await StandIn.start();
  const spawn = daemon.methods['worker.spawn'];
  daemon.methods['worker.spawn'] = (params) => {
    const result = spawn(params);
    // In one piece with the answer.
    queueMicrotask(() => daemon.event({type: 'message', worker: result.worker, data: 'early'}));
    return result;
  };
  const connection = daemon.connect();
  const worker = new Worker('/w.js', {connection});
  assert.equal((await next(worker, 'message')).data, 'early');
  connection.close();
  await daemon.stop();
});

test('what a descendant prints is told, what ends it is not', async () => {
  await with_worker(async ({daemon, worker}) => {
    worker.onexit = () => assert.fail('it is still there');
    daemon.event({type: 'exit', worker: 99, reason: 'closed'}, worker.id);
    const heard = next(worker, 'console');
    worker.onconsole = (event) => event.preventDefault();
    daemon.event({type: 'console', worker: 99, name: 'child', level: 'log', text: 'hi'}, worker.id);
    assert.equal((await heard).worker, 99);
    worker.onexit = null;
  });
});

test('on a private daemon one stream serves all trees, and each hears its own', async () => {
  const daemon = await StandIn.start();
  const hello = daemon.methods.hello();
  daemon.methods.hello = () => ({...hello, private: true});
  let subscriptions = 0;
  daemon.methods.subscribe = () => { subscriptions += 1; return {stream: 77}; };
  const connection = daemon.connect();
  const workers = [1, 2].map(() => new Worker('/w.js', {connection, console: 'ignore'}));
  const [first, second] = await Promise.all(workers.map(({spawned}) => spawned));
  const tell = (params) => daemon.send({jsonrpc: '2.0', method: 'event', params: {stream: 77, ...params}});
  const heard = [];
  workers.forEach((worker, index) => {
    worker.onmessage = ({data}) => heard.push([index, data]);
    worker.onconsole = ({text}) => heard.push([index, text]);
  });
  tell({type: 'message', worker: second, data: 'b'});
  tell({type: 'spawned', worker: 90, parent: first});
  tell({type: 'spawned', worker: 91, parent: 90});
  tell({type: 'console', worker: 91, level: 'log', text: 'grandchild'});
  tell({type: 'console', worker: 999, level: 'log', text: 'of nobody'});
  tell({type: 'exit', worker: first, reason: 'closed'});
  assert.equal((await workers[0].exited).reason, 'closed');
  assert.deepEqual(heard, [[1, 'b'], [0, 'grandchild']]);
  assert.equal(subscriptions, 1);
  connection.close();
  await daemon.stop();
});

test('messages arrive as MessageEvents with structured data', async () => {
  await with_worker(async ({daemon, worker}) => {
    const arrived = next(worker, 'message');
    daemon.event({type: 'message', worker: worker.id, data: {$map: [[1, {$undefined: true}]]}});
    const event = await arrived;
    assert.ok(event instanceof MessageEvent);
    assert.deepEqual(event.data, new Map([[1, undefined]]));
    const undefined_arrived = next(worker, 'message');
    daemon.event({type: 'message', worker: worker.id, data: {$undefined: true}});
    assert.equal((await undefined_arrived).data, undefined);
  });
});

test('what cannot be decoded, or was too large, is a messageerror', async () => {
  await with_worker(async ({daemon, worker}) => {
    for (const event of [
      {type: 'message', data: {$platform: ['Blob', null]}}, {type: 'message-refused', bytes: 1 << 25},
    ]) {
      const arrived = next(worker, 'messageerror');
      daemon.event({worker: worker.id, ...event});
      assert.ok(await arrived instanceof MessageEvent);
    }
  });
});

test('a full queue delays messages and keeps their order', async () => {
  await with_worker(async ({daemon, worker}) => {
    let refusals = 3;
    daemon.methods['worker.post'] = () => {
      if (refusals-- > 0) throw {code: -32006, kind: 'queue-full', message: 'full'};
      return {};
    };
    for (let i = 0; i < 4; ++i) worker.postMessage(i);
    assert.equal(worker.bufferedAmount, 4);
    while (worker.bufferedAmount > 0) await next(worker, 'drain');
    assert.deepEqual(posts(daemon).map(({params}) => params.data), [0, 0, 0, 0, 1, 2, 3]);
  });
});

test('messages posted before the worker exists are sent when it does, in order', async () => {
  const daemon = await StandIn.start();
  const connection = daemon.connect();
  const worker = new Worker('/w.js', {connection});
  worker.postMessage('first');
  worker.postMessage({second: -0});
  await worker.spawned;
  while (worker.bufferedAmount > 0) await next(worker, 'drain');
  assert.deepEqual(posts(daemon).map(({params}) => params),
      [{worker: worker.id, values: 'tagged', data: 'first'},
        {worker: worker.id, values: 'tagged', data: {second: {$number: '-0'}}}]);
  connection.close();
  await daemon.stop();
});

test('postMessage throws for what cannot be cloned, and detaches what is transferred', async () => {
  await with_worker(async ({daemon, worker}) => {
    assert.throws(() => worker.postMessage(() => {}), {name: 'DataCloneError'});
    assert.throws(() => worker.postMessage('x'.repeat(2 << 20)), {name: 'DataCloneError'});
    assert.throws(() => worker.postMessage(1, [{}]), {name: 'DataCloneError'});
    const {buffer} = new Uint8Array([7]);
    worker.postMessage(buffer, [buffer]);
    assert.equal(buffer.byteLength, 0);
    await daemon.until(({method}) => method === 'worker.post');
    assert.deepEqual(posts(daemon)[0].params.data, {$buffer: 'Bw=='});
  });
});

test('errors come as ErrorEvents with the place in the script', async () => {
  await with_worker(async ({daemon, worker}) => {
    const arrived = next(worker, 'error');
    daemon.event({type: 'error', worker: worker.id, message: 'Uncaught Error: boom',
      filename: 'https://skep.localhost/w.js', line: 3, column: 9, stack: 'Error: boom\n  at f',
      kind: 'exception'});
    const {message, filename, lineno, colno, error} = await arrived;
    assert.deepEqual({message, filename, lineno, colno},
        {message: 'Uncaught Error: boom', filename: 'https://skep.localhost/w.js', lineno: 3, colno: 9});
    assert.equal(error.stack, 'Error: boom\n  at f');
  });
});

test('the exit tells why, once, and the promise gives the same event', async () => {
  await with_worker(async ({daemon, worker}) => {
    const heard = [];
    worker.onexit = (event) => heard.push(event);
    daemon.event({type: 'exit', worker: worker.id + 1, reason: 'crashed', signal: 11}, worker.id);
    daemon.event({type: 'exit', worker: worker.id, reason: 'out-of-memory', detail: 'its heap is full',
      signal: 0, cpu_ms: 12, peak_memory_bytes: 4096});
    const exit = await worker.exited;
    assert.equal(exit.reason, 'out-of-memory');
    assert.equal(exit.detail, 'its heap is full');
    assert.equal(exit.cpuMs, 12);
    assert.deepEqual(heard, [exit]);
  });
});

test('after terminate() nothing comes but the exit', async () => {
  await with_worker(async ({daemon, worker}) => {
    worker.onmessage = () => assert.fail('a message came after terminate()');
    const exited = worker.terminate();
    daemon.event({type: 'message', worker: worker.id, data: 1});
    assert.equal((await exited).reason, 'terminated');
    worker.postMessage('vanishes');
    assert.equal(worker.bufferedAmount, 0);
  });
});

test('a spawn that is refused is an error and an exit', async () => {
  const daemon = await StandIn.start();
  daemon.methods['worker.spawn'] = () => {
    throw {code: -32002, kind: 'spawn-refused', message: 'no such directory'};
  };
  const connection = daemon.connect();
  const worker = new Worker('/nowhere/w.js', {connection});
  const error = next(worker, 'error');
  const exit = await worker.exited;
  assert.equal((await error).message, 'no such directory');
  assert.equal(exit.reason, 'start-failed');
  connection.close();
  await daemon.stop();
});

test('a daemon that vanishes ends its workers as supervisor-lost', async () => {
  await with_worker(async ({daemon, worker}) => {
    const error = next(worker, 'error');
    daemon.socket.destroy();
    assert.equal((await worker.exited).reason, 'supervisor-lost');
    assert.match((await error).message, /lost/);
  });
});

test('a daemon of another protocol, or one that is none, is refused', async () => {
  for (const hello of ['{"jsonrpc":"2.0","id":1,"result":{"protocol":2}}\n', 'HTTP/1.1 400\r\n\r\n']) {
    const daemon = await StandIn.start();
    daemon.methods.hello = () => { daemon.raw(hello); throw {code: 1, message: ''}; };
    const connection = daemon.connect();
    const worker = new Worker('/w.js', {connection});
    worker.onerror = () => {};
    assert.equal((await worker.exited).reason, 'supervisor-lost');
    await daemon.stop();
  }
});

test('console output is told, and printed unless somebody takes it', async (context) => {
  await with_worker(async ({daemon, worker}) => {
    const printed = context.mock.method(console, 'warn', () => {});
    const say = async (text) => {
      const heard = next(worker, 'console');
      daemon.event({type: 'console', worker: worker.id, name: 'n', level: 'warn', text});
      return heard;
    };
    assert.equal((await say('100%s')).text, '100%s');
    assert.deepEqual(printed.mock.calls[0].arguments, ['%s', '100%s']);
    worker.onconsole = (event) => event.preventDefault();
    await say('taken');
    assert.equal(printed.mock.callCount(), 1);
  });
});

test('on… attributes are called in the place where they were set first', async () => {
  await with_worker(async ({daemon, worker}) => {
    const order = [];
    worker.onmessage = () => assert.fail('it was replaced');
    worker.addEventListener('message', () => order.push('listener'));
    worker.onmessage = () => order.push('attribute');
    assert.equal(typeof worker.onmessage, 'function');
    const heard = next(worker, 'message');
    daemon.event({type: 'message', worker: worker.id, data: 0});
    await heard;
    assert.deepEqual(order, ['attribute', 'listener']);
    worker.onmessage = null;
    assert.equal(worker.onmessage, null);
  });
});

test('disposal terminates', {skip: !Symbol.asyncDispose}, async () => {
  await with_worker(async ({worker}) => {
    await worker[Symbol.asyncDispose]();
    assert.equal((await worker.exited).reason, 'terminated');
  });
});
