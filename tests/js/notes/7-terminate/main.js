const worker = new Worker('worker.js');
// Once the worker is up and idle.
setTimeout(() => {
  worker.postMessage('foo');
  worker.terminate();
  worker.postMessage('bar');
  setTimeout(() => worker.postMessage('baz'), 20);
}, 300);
