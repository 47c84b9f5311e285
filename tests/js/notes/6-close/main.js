const worker = new Worker('worker.js');
worker.onmessage = ({data}) => console.log(data);
