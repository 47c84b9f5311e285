// Attack 34: a getter that terminates the receiver and closes its own worker while its message is made.
// Expect: exit closed
const worker = new Worker(URL.createObjectURL(new Blob(['onmessage = () => {}'])));
worker.postMessage({ get a() { close(); worker.terminate(); return 1; }, b: new Array(1000).fill({}) });
