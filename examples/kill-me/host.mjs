// Three guests try to take everything down with them: one never stops, one eats all memory, one
// crashes its engine. A fourth, honest one answers before, between and after, from the same daemon.

import {connect, Worker} from '../../clients/node/index.js';

const connection = connect({private: true});
const guest = (name, options = {}) =>
  new Worker(new URL(`guests/${name}.js`, import.meta.url), {name, connection, ...options});

const honest = guest('honest');
let asked = 0;
async function everything_else_survives() {
  honest.postMessage(++asked);
  const answer = await new Promise((resolve) => { honest.onmessage = ({data}) => resolve(data); });
  console.log(`  honest: ${answer}`);
}

async function end_of(worker, what) {
  const {reason, signal} = await worker.exited;
  console.log(`${what}: ${reason}${reason === 'crashed' ? ` by signal ${signal}` : ''}`);
  await everything_else_survives();
}

await everything_else_survives();

const loop = guest('loop');
await new Promise((resolve) => { loop.onmessage = resolve; }); // it is spinning now
loop.terminate();
await end_of(loop, 'a loop that never ends, told to terminate');

await end_of(guest('loop', {limits: {cpu_ms: 200}}), 'the same, with a limit and nobody to tell it');

await end_of(guest('bomb', {limits: {memory_bytes: 32 << 20}}), 'a bomb of arrays');
await end_of(guest('buffers', {limits: {memory_bytes: 32 << 20}}), 'a bomb of ArrayBuffers');

// No script is known that crashes the engine; if one is found, this is what it does to its process.
const crash = guest('honest');
const {pid} = await connection.request('worker.inspect', {worker: await crash.spawned})
    .then((status) => status.pid ? status : new Promise((resolve) => {
      crash.onmessage = () => resolve(connection.request('worker.inspect', {worker: crash.id}));
      crash.postMessage(0);
    }));
process.kill(pid, 'SIGSEGV');
await end_of(crash, 'an engine that crashes');

await honest.terminate();
connection.close();
console.log('this program never noticed');
