// Attack 38: a message many times larger than the ring it goes through.
// Expect: held
const worker = new Worker(URL.createObjectURL(new Blob(['onmessage = ({data}) => postMessage(data.length);'])));
worker.onmessage = ({ data }) => { console.log(data === 5e6 ? 'held' : `escaped: ${data}`); close(); };
worker.postMessage('x'.repeat(5e6));
