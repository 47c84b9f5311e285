// Strings of 64 KiB one way. Prints megabytes for each second, received.
const count = 3000;
const text = 'x'.repeat(64 * 1024);
const worker = new Worker('workers/count.js');
let start = 0;

worker.onmessage = ({ data }) => {
  if (data === 'ready') {
    start = performance.now();
    for (let i = 0; i < count; i += 1) worker.postMessage(text);
    worker.postMessage('end');
    return;
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ strings_mb_per_s: (data * text.length) / 1e6 / seconds }));
  worker.terminate();
};
worker.postMessage('start');
