// Twenty workers at once; milliseconds until the last one was heard from. Several rounds, so that a
// coarse clock does not matter.
const workers = 20;
const rounds = 10;
let round = 0;
let total = 0;

function once() {
  const start = performance.now();
  const made = [];
  let heard = 0;
  for (let i = 0; i < workers; i += 1) {
    const worker = new Worker('workers/hello.js');
    made.push(worker);
    worker.onmessage = () => {
      heard += 1;
      if (heard < workers) return;
      total += performance.now() - start;
      made.forEach((each) => each.terminate());
      round += 1;
      if (round < rounds) setTimeout(once, 20);
      else console.log(JSON.stringify({ burst_ms: total / rounds }));
    };
  }
}

once();
