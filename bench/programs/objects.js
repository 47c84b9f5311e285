// Small objects one way, as fast as they go. Prints messages for each second, received.
const count = 100000;
const worker = new Worker('workers/count.js');
let start = 0;

worker.onmessage = ({ data }) => {
  if (data === 'ready') {
    start = performance.now();
    for (let i = 0; i < count; i += 1) worker.postMessage({ id: i, name: 'item', ok: true });
    worker.postMessage('end');
    return;
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ objects_per_s: data / seconds }));
  worker.terminate();
};
worker.postMessage('start');
