// Attack 41: a worker that posts without end is terminated: nothing comes after.
// Expect: held
const worker = new Worker(URL.createObjectURL(new Blob(['for (let i = 0;; ++i) postMessage(i);'])));
let last = -1;
let over = false;
worker.onmessage = ({ data }) => {
  if (over) console.log('escaped: a message after terminate()');
  if (data !== last + 1) console.log('escaped: one is missing');
  last = data;
  if (data < 1000) return;
  worker.terminate();
  over = true;
  setTimeout(() => { console.log('held'); close(); }, 50);
};
