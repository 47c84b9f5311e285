// The Worker constructor and interface.
const attempts = [() => Worker('x'), () => new Worker(), () => new Worker('http://['),
                  () => new Worker('x', { type: 'script' }), () => new Worker('x', 5),
                  () => new Worker('x', { credentials: 'some' }), () => new Worker(Symbol('x')),
                  () => Worker.prototype.postMessage.call({}, 1), () => new EventTarget().postMessage(1)];
for (const attempt of attempts) {
  try {
    attempt();
    console.log('never');
  } catch (error) {
    console.log(error.name, error instanceof DOMException);
  }
}
const worker = new Worker('data:,', { name: 'n', type: 'classic', credentials: 'omit' });
console.log(worker instanceof EventTarget, Object.prototype.toString.call(worker), worker.onmessage,
            worker.onerror, worker.onmessageerror);
console.log(Worker.length, Worker.name, Object.keys(Worker.prototype).sort().join());
for (const bad of [[Symbol('s')], [1, 5], [1, [1]], [1, { transfer: 1 }], []]) {
  try {
    worker.postMessage(...bad);
    console.log('never');
  } catch (error) {
    console.log(error.name);
  }
}
worker.terminate();
worker.terminate();
worker.postMessage('dropped');
try {
  worker.postMessage(() => {});
} catch (error) {
  console.log('still serialized:', error.name);
}
