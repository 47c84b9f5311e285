const worker = new Worker('broken.js');
worker.onerror = event => {
  console.log(event.type, event instanceof ErrorEvent);
  event.preventDefault();
};
