// A client of the control socket on an existing JSON-RPC library from npm, json-rpc-2.0, as it is:
// all that is added is a socket and its lines. Speaks TAP. SKEP_SOCKET names the socket.

import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {createConnection} from 'node:net';
import {createInterface} from 'node:readline';

const require = createRequire(new URL('../../clients/node/package.json', import.meta.url));
const {JSONRPCClient, JSONRPCServer, JSONRPCServerAndClient} = require('json-rpc-2.0');

const socket = createConnection(process.env.SKEP_SOCKET);
const send = (message) => void socket.write(JSON.stringify(message) + '\n');
const peer = new JSONRPCServerAndClient(new JSONRPCServer(), new JSONRPCClient(send));
createInterface({input: socket}).on('line', (line) => peer.receiveAndSend(JSON.parse(line)));

const kept = [];
const waiting = [];
peer.addMethod('event', (event) => {
  kept.push(event);
  for (const look of waiting.splice(0)) look();
});
async function event(type) {
  for (;;) {
    const index = kept.findIndex((known) => known.type === type);
    if (index >= 0) return kept.splice(index, 1)[0];
    await new Promise((resolve) => waiting.push(resolve));
  }
}

let number = 0;
async function check(name, body) {
  number += 1;
  try {
    await body();
    console.log(`ok ${number} - ${name}`);
  } catch (error) {
    console.log(`not ok ${number} - ${name}\n# ${error.stack.replaceAll('\n', '\n# ')}`);
    process.exit(1);
  }
}

console.log('1..6');
let worker;

await check('hello says who answers', async () => {
  const hello = await peer.request('hello', {client: 'json-rpc-2.0'});
  assert.equal(hello.server, 'skepd');
});
await check('a worker is spawned from source text', async () => {
  ({worker} = await peer.request('worker.spawn', {
    source: `onmessage = async ({data}) => {
      try { postMessage(await skep.call('double', data)); } catch (e) { postMessage(e.message); }
    };`,
    subscribe: {types: ['message', 'exit']},
  }));
});
await check('a method of this side answers the worker', async () => {
  peer.addMethod('host.call', ({function: name, arguments: [value]}) => {
    assert.equal(name, 'double');
    if (typeof value !== 'number') throw new TypeError('numbers only');
    return value * 2;
  });
  await peer.request('host.register', {functions: ['double']});
  await peer.request('worker.post', {worker, data: 21});
  assert.equal((await event('message')).data, 42);
});
await check('what that method throws reaches the worker as an error', async () => {
  await peer.request('worker.post', {worker, data: 'text'});
  assert.equal((await event('message')).data, 'numbers only');
});
await check('a refusal rejects with its code and kind', async () => {
  await assert.rejects(async () => peer.request('worker.inspect', {worker: 999999}),
      (error) => error.code === -32001 && error.data.kind === 'no-such-worker');
});
await check('terminated, the worker tells why it is gone', async () => {
  await peer.request('worker.terminate', {worker});
  assert.equal((await event('exit')).reason, 'terminated');
});
socket.end();
