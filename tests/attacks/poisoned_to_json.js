// Attack 28: Object.prototype.toJSON: what leaves the worker is made without JSON.
// Expect: held
Object.prototype.toJSON = () => { console.log('escaped: toJSON was called'); return 'x'; };
JSON.stringify = JSON.parse = () => { console.log('escaped: JSON was called'); };
const worker = new Worker(URL.createObjectURL(new Blob(['onmessage = ({data}) => postMessage(data);'])), { name: 'child' });
worker.onmessage = ({ data }) => { console.log(data.a[1] === 2 ? 'held' : 'escaped'); close(); };
console.warn({ a: 1 }, [2]);
worker.postMessage({ a: [1, 2] });
