// Nothing of a worker arrives after terminate(), and a second terminate() changes nothing.
const worker = new Worker('chatter.js');
let over = false, heard = 0;
worker.onmessage = () => {
  if (over) console.log('heard after the end');
  if (++heard === 10) {
    worker.terminate();
    worker.terminate();
    over = true;
    worker.postMessage('nobody hears this');
    setTimeout(() => console.log('it stayed silent'), 200);
  }
};
worker.onerror = () => console.log('terminate() is no error');
