// Messages that are posted before a worker's script ran wait, in order, whenever the handler is set.
const worker = new Worker('slow.js');
for (let i = 0; i < 5; ++i) worker.postMessage(i);
worker.onmessage = ({data}) => console.log(data);
