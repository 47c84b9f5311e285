// A short string there and back, one at a time. Prints microseconds for each round trip.
const rounds = 20000;
const worker = new Worker('workers/echo.js');
let left = rounds;
let start = 0;

worker.onmessage = () => {
  if (start === 0) start = performance.now();
  if (left === 0) {
    console.log(JSON.stringify({ pingpong_us: ((performance.now() - start) * 1000) / rounds }));
    worker.terminate();
    return;
  }
  left -= 1;
  worker.postMessage('ping');
};
worker.postMessage('warm up');
