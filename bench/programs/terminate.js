// A worker that never returns, and its terminate(). The one who runs this takes the time between the
// line "terminating" and the worker's end.
const worker = new Worker('workers/spin.js');

worker.onmessage = () => {
  setTimeout(() => {
    console.log('terminating');
    worker.terminate();
  }, 100);
};
