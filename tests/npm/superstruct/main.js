const worker = new Worker('worker.js');
worker.onmessage = ({data}) => {
  console.log(data);
  worker.terminate();
};
worker.onerror = (event) => console.log(event.message);
