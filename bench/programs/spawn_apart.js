// As spawn.js, but the workers come apart, as requests do: everybody has gone to sleep, and caches hold
// something else.
const rounds = 201;
const times = [];

function next() {
  const start = performance.now();
  const worker = new Worker('workers/hello.js');
  worker.onmessage = () => {
    times.push(performance.now() - start);
    worker.terminate();
    if (times.length < rounds) setTimeout(next, 10);
    else done();
  };
}

function done() {
  const sum = times.reduce((a, b) => a + b, 0);
  console.log(JSON.stringify({ spawn_apart_ms: sum / rounds }));
}

next();
