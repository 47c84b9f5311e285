// comlink from npm, unmodified, on both sides: our Worker is the endpoint that its wrap() takes.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';

import * as Comlink from 'comlink';

import {connect, Worker} from '../index.js';

let connection;
before(() => { connection = connect({private: true}); });
after(() => connection.close());

const package_root = fileURLToPath(new URL('..', import.meta.url));
const start = () => new Worker(new URL('scripts/comlink_worker.js', import.meta.url),
    {root: package_root, connection});

test('comlink calls methods, reads and sets properties of an object in a sealed worker', async (context) => {
  const worker = start();
  context.after(() => worker.terminate());
  const remote = Comlink.wrap(worker);
  assert.equal(await remote.increment(2), 2);
  assert.equal(await remote.increment(40), 42);
  assert.equal(await remote.counter, 42);
  remote.counter = 7;
  assert.equal(await remote.counter, 7);
  assert.equal(await remote.later('hive'), 'HIVE');
});

test('comlink carries structured values', async (context) => {
  const worker = start();
  context.after(() => worker.terminate());
  const remote = Comlink.wrap(worker);
  assert.equal(await remote.count(new Map([[1, 2], [3, 4]])), 2);
});

test('comlink throws here what was thrown there', async (context) => {
  const worker = start();
  context.after(() => worker.terminate());
  const remote = Comlink.wrap(worker);
  await assert.rejects(remote.fails(), (error) => error instanceof Error && error.message === 'too far');
});

test('calls under way at once are told apart', async (context) => {
  const worker = start();
  context.after(() => worker.terminate());
  const remote = Comlink.wrap(worker);
  const answers = await Promise.all(Array.from({length: 50}, () => remote.increment(1)));
  assert.deepEqual(answers, Array.from({length: 50}, (_, i) => i + 1));
});
