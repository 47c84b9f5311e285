const worker = new Worker('worker.js');
worker.onmessage = message => { console.log(message); };
worker.postMessage('hello');
