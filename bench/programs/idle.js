// Two hundred workers that have said hello and wait. The one who runs this measures from outside.
const count = 200;
let heard = 0;
const kept = [];

for (let i = 0; i < count; i += 1) {
  const worker = new Worker('workers/hello.js');
  kept.push(worker);
  worker.onmessage = () => {
    heard += 1;
    if (heard === count) console.log(JSON.stringify({ idle: count }));
  };
}
setTimeout(() => kept.length, 3600 * 1000);
