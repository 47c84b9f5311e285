// ArrayBuffers of 1 MiB, copied, one way. Prints megabytes for each second, received.
const count = 300;
const buffer = new ArrayBuffer(1 << 20);
const worker = new Worker('workers/count.js');
let start = 0;

worker.onmessage = ({ data }) => {
  if (data === 'ready') {
    start = performance.now();
    for (let i = 0; i < count; i += 1) worker.postMessage(buffer);
    worker.postMessage('end');
    return;
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ buffers_mb_per_s: (data * buffer.byteLength) / 1e6 / seconds }));
  worker.terminate();
};
worker.postMessage('start');
