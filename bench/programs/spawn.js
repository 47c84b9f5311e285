// One worker after the other: made, heard from once, ended. Prints milliseconds for each.
const rounds = 100;
let left = rounds;
const start = performance.now();

function next() {
  const worker = new Worker('workers/hello.js');
  worker.onmessage = () => {
    worker.terminate();
    left -= 1;
    if (left > 0) next();
    else done((performance.now() - start) / rounds);
  };
}

function done(each) {
  console.log(JSON.stringify({ spawn_ms: each }));
}

next();
