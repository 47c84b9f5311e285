// Compiled, never run: what a TypeScript program may write, and what it may not.

import {connect, decode, encode, host, hostOf, Worker, type ExitEvent} from '../index.js';

export async function allowed(): Promise<string> {
  await using worker = new Worker('worker.js', {
    name: 'w', limits: {memory_bytes: 1 << 24, cpu_ms: 100}, connection: connect({private: true}),
  });
  worker.onmessage = ({data}) => console.log(data);
  worker.onmessage = null;
  worker.addEventListener('exit', (event) => event.reason === 'out-of-memory');
  worker.addEventListener('error', ({lineno, error}) => [lineno + 1, error?.stack]);
  worker.postMessage({a: new Map()}, [new ArrayBuffer(1)]);
  worker.postMessage(1, {transfer: []});
  await host.register({now() { return this.worker + Date.now(); }}, {scope: 'tenant', tenant: 't'});
  await hostOf(connect()).unregister('now');
  decode(encode(1));
  new Worker('w.js', {type: 'module'});
  const exit: ExitEvent = await worker.terminate();
  return exit.reason;
}

export function refused(worker: Worker): void {
  // @ts-expect-error there are two types
  new Worker('w.js', {type: 'json'});
  // @ts-expect-error limits are numbers
  new Worker('w.js', {limits: {cpu_ms: '1s'}});
  // @ts-expect-error only buffers can be transferred
  worker.postMessage(1, ['text']);
  // @ts-expect-error no such scope
  void host.register({}, {scope: 'everybody'});
}
