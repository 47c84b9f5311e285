// Attack 29: setters on Object.prototype: objects of the platform are defined, not assigned.
// Expect: held
const names = ['data', 'type', 'target', 'origin', 'ports', 'source', 'lastEventId', 'message', 'filename', 'lineno', 'colno',
  'error', 'bubbles', 'cancelable', 'name', 'stack', 'code', 'value', 'done', 'get', 'set', 'enumerable', 'configurable',
  'writable', 'transfer', 'timeStamp', 'reason', 'promise', 'href', 'signal', 'once', 'passive', 'capture', 'length', '0', '1'];
const worker = new Worker(URL.createObjectURL(new Blob(['onmessage = (event) => { postMessage(event.data); throw new Error(1); };'])));
for (const name of names) {
  Object.defineProperty(Object.prototype, name, {
    __proto__: null,
    configurable: true,
    get() { return undefined; },
    set() { console.log(`escaped: ${name} was assigned`); },
  });
}
let told = 0;
const next = () => { if (++told === 2) { console.log('held'); close(); } };
worker.onerror = (event) => { event.preventDefault(); next(); };
worker.onmessage = (event) => { if (event.data[0] !== 5) console.log('escaped'); next(); };
worker.postMessage([5, { x: 1 }]);
