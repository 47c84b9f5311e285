// Fifty workers that have run a script of fifty lines and wait. Measured from outside.
const count = 50;
let heard = 0;
const kept = [];

for (let i = 0; i < count; i += 1) {
  const worker = new Worker('workers/fifty_lines.js');
  kept.push(worker);
  worker.onmessage = () => {
    heard += 1;
    if (heard === count) console.log(JSON.stringify({ idle: count }));
  };
}
setTimeout(() => kept.length, 3600 * 1000);
