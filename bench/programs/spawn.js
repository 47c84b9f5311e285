// One worker after the other: made, heard from once, ended. Prints the median and the 99th hundredth of
// the milliseconds between `new Worker` and its first message.
const rounds = 201;
const times = [];

function next() {
  const start = performance.now();
  const worker = new Worker('workers/hello.js');
  worker.onmessage = () => {
    times.push(performance.now() - start);
    worker.terminate();
    if (times.length < rounds) setTimeout(next, 0);
    else done();
  };
}

function done() {
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ spawn_ms: times[(rounds - 1) / 2] }));
  console.log(JSON.stringify({ spawn_p99_ms: times[Math.floor(rounds * 0.99)] }));
}

next();
