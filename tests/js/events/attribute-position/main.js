// A handler attribute keeps the position where it was first set.
const worker = new Worker('echo.js');
const order = [];
worker.onmessage = () => order.push('old handler');
worker.addEventListener('message', () => order.push('listener'));
worker.onmessage = () => order.push('new handler');
worker.addEventListener('message', () => console.log(order.join(', ')));
worker.postMessage(1);
