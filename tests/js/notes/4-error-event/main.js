const worker = new Worker('worker.js');
worker.addEventListener('error', event => {
  console.log(event instanceof ErrorEvent, event.message);
  console.log(event.filename, event.lineno, event.colno, event.error);
  event.preventDefault();
});
worker.onmessageerror = () => console.log('never');
worker.onmessage = ({ data }) => console.log(data);
worker.postMessage('go');
