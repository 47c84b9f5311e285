// Against a real daemon and real sealed workers. SKEPD names the program; ./dev test sets it.

import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {after, before, test} from 'node:test';

import {connect, hostOf, Worker} from '../index.js';
import {next} from './stand_in.js';

const scripts = new URL('scripts/', import.meta.url);
const script = (name) => new URL(name, scripts);
let connection;

before(() => {
  assert.ok(process.env.SKEPD, 'SKEPD must name the skepd to be tested');
  connection = connect({private: true});
});
after(() => connection.close());

// Ended with its test, whatever becomes of that.
function for_test(context, worker) {
  context.after(() => worker.terminate());
  return worker;
}

// A worker that runs this text.
const inline = (text, options = {}) => new Worker(text, {eval: true, connection, ...options});

test('a value of every kind comes back from a sealed worker as it went', async (context) => {
  const worker = for_test(context, new Worker(script('echo.js'), {connection}));
  const shared = {n: 1};
  const cycle = {shared, again: shared};
  cycle.self = cycle;
  const buffer = new ArrayBuffer(8);
  const sparse = [1, , 3]; // eslint-disable-line no-sparse-arrays
  const values = [
    undefined, null, true, NaN, -0, Infinity, -1.5, '', 'grün 🐝', '\ud800', new Date(1234),
    /a\/b/gi, new Map([[{k: 1}, new Set([1, 'x'])]]), [1, [2]], sparse, {a: {b: undefined}}, {$odd: 1},
    new RangeError('far'), Object(false), Object(3), Object('s'), buffer, new Uint8Array(buffer, 2, 4),
    new Float64Array([1.5, NaN]), new DataView(buffer, 1, 3), cycle,
  ];
  for (const value of values) {
    const answer = next(worker, 'message');
    worker.postMessage(value);
    const {data} = await answer;
    if (value instanceof Error) {
      assert.equal(Object.getPrototypeOf(data), Object.getPrototypeOf(value));
      assert.equal(data.message, value.message);
    } else {
      assert.deepStrictEqual(data, value);
    }
  }
});

test('cycles and shared references stay what they are', async (context) => {
  const worker = for_test(context, new Worker(script('echo.js'), {connection}));
  const view = new Uint8Array([1, 2, 3]);
  const value = {view, buffer: view.buffer, list: [view]};
  value.list.push(value);
  const answer = next(worker, 'message');
  worker.postMessage(value);
  const {data} = await answer;
  assert.equal(data.view.buffer, data.buffer);
  assert.equal(data.list[0], data.view);
  assert.equal(data.list[1], data);
});

test('a thousand messages arrive in order, through a queue that is much too small', async (context) => {
  const worker = for_test(context, new Worker(script('echo.js'),
      {connection, limits: {queue_bytes: 65536}}));
  const got = [];
  const done = new Promise((resolve) => {
    worker.onmessage = ({data}) => { if (got.push(data.i) === 1000) resolve(); };
  });
  for (let i = 0; i < 1000; ++i) worker.postMessage({i, text: 'x'.repeat(1000)});
  await done;
  assert.deepEqual(got, Array.from({length: 1000}, (_, i) => i));
});

test('a worker ends for a reason', async () => {
  const reason = async (worker) => (await worker.exited).reason;
  assert.equal(await reason(inline('close()')), 'closed');
  assert.equal(await reason(inline('1', {keepAlive: false})), 'finished');
  const spinning = inline('postMessage(1); for (;;);');
  await next(spinning, 'message');
  spinning.terminate();
  assert.equal(await reason(spinning), 'terminated');
  const greedy = inline('const all = []; for (;;) all.push(new Uint8Array(1 << 20));',
      {limits: {memory_bytes: 16 << 20}});
  assert.equal(await reason(greedy), 'out-of-memory');
  const slow = inline('for (;;);', {limits: {cpu_ms: 100}});
  assert.equal(await reason(slow), 'cpu-limit');
});

test('two hundred workers at once all answer and end', async () => {
  const workers = Array.from({length: 200}, () => new Worker(script('echo.js'), {connection}));
  const answers = await Promise.all(workers.map((worker, index) => {
    const answer = next(worker, 'message');
    worker.postMessage(index);
    return answer;
  }));
  assert.deepEqual(answers.map(({data}) => data), workers.map((_, index) => index));
  const exits = await Promise.all(workers.map((worker) => worker.terminate()));
  assert.ok(exits.every(({reason}) => reason === 'terminated'));
});

test('close() lets the worker handle what was posted before', async () => {
  const worker = new Worker(script('echo.js'), {connection});
  const got = [];
  worker.onmessage = ({data}) => got.push(data);
  for (let i = 0; i < 10; ++i) worker.postMessage(i);
  assert.equal((await worker.close()).reason, 'closed');
  assert.deepEqual(got, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('an exception that nothing handled is an ErrorEvent with its place', async (context) => {
  const worker = for_test(context, inline('\nthrow new TypeError("boom")'));
  const {message, lineno, colno} = await next(worker, 'error');
  assert.match(message, /TypeError: boom/);
  assert.equal(lineno, 2);
  assert.ok(colno > 0);
});

test('TypeScript and arguments arrive', async (context) => {
  const worker = for_test(context, inline('const a: readonly string[] = skep.arguments; postMessage([...a]);',
      {language: 'typescript', arguments: [1, 'two']}));
  assert.deepEqual((await next(worker, 'message')).data, ['1', 'two']);
});

test('a worker calls functions of this program, and gets values and errors', async (context) => {
  const host = hostOf(connection);
  await host.register({
    sum: (numbers) => [...numbers].reduce((a, b) => a + b, 0),
    async later(value) { return new Map([['value', value]]); },
    fails() { throw new RangeError('too far'); },
  });
  const worker = for_test(context, new Worker(script('calls.js'), {connection}));
  const call = async (...args) => {
    const answer = next(worker, 'message');
    worker.postMessage(args);
    return (await answer).data;
  };
  assert.deepEqual(await call('sum', new Set([1, 2, 3])), {value: 6});
  assert.deepEqual(await call('later', undefined), {value: new Map([['value', undefined]])});
  assert.deepEqual(await call('fails'), {error: {name: 'RangeError', message: 'too far'}});
  assert.equal((await call('unknown')).error.name, 'NotFoundError');
  await host.unregister('sum', 'later', 'fails');
  assert.equal((await call('sum', [])).error.name, 'NotFoundError');
});

test('a call that takes too long is given up, and the function is told', async (context) => {
  const host = hostOf(connection);
  let signal;
  await host.register({never() { signal = this.signal; return new Promise(() => {}); }},
      {timeoutMs: 50});
  const worker = for_test(context, new Worker(script('calls.js'), {connection}));
  const answer = next(worker, 'message');
  worker.postMessage(['never']);
  assert.equal((await answer).data.error.name, 'TimeoutError');
  if (!signal.aborted) await once(signal, 'abort');
  await host.unregister('never');
});

test('a program ends when nothing is left to wait for', async () => {
  const text = `
    import {Worker} from ${JSON.stringify(new URL('../index.js', import.meta.url).href)};
    const worker = new Worker('postMessage(1)', {eval: true});
    worker.onmessage = () => worker.terminate();
    worker.onexit = ({reason}) => console.log(reason);
    new Worker('setInterval(() => {}, 1000)', {eval: true}).unref();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text],
      {env: {...process.env, SKEP_SOCKET: '', XDG_RUNTIME_DIR: ''}});
  let out = '';
  child.stdout.on('data', (chunk) => { out += chunk; });
  child.stderr.pipe(process.stderr);
  const [status] = await once(child, 'exit');
  assert.equal(status, 0);
  assert.equal(out, 'terminated\n');
});

test('a private daemon does not outlive its program, however that ends', async () => {
  const text = `
    import {Worker} from ${JSON.stringify(new URL('../index.js', import.meta.url).href)};
    const worker = new Worker('postMessage(1); for (;;);', {eval: true});
    worker.onmessage = () => process.kill(process.pid, 'SIGKILL');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text],
      {env: {...process.env, SKEP_SOCKET: '', XDG_RUNTIME_DIR: ''}, stdio: ['ignore', 'ignore', 'pipe']});
  child.stderr.resume();
  // The daemon and its zygotes hold this pipe too: it ends when the last of them has.
  const [, [status, signal]] = await Promise.all([once(child.stderr, 'end'), once(child, 'exit')]);
  assert.equal(status, null);
  assert.equal(signal, 'SIGKILL');
});
