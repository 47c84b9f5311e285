// Attack 30: built-in functions replaced: the platform keeps its own.
// Expect: held
const log = console.log.bind(console);
const worker = new Worker(URL.createObjectURL(new Blob(['onmessage = ({data}) => postMessage(data);'])));
const post = worker.postMessage.bind(worker);
const end = close;
worker.onmessage = ({ data }) => { log(data === 'there' ? 'held' : 'escaped'); end(); };
const { defineProperty, getOwnPropertyDescriptor } = Object;
const { ownKeys } = Reflect;
const targets = [Promise, Promise.prototype, Map.prototype, Set.prototype, WeakMap.prototype, String.prototype,
  Number.prototype, Uint8Array.prototype, ArrayBuffer.prototype, JSON, Math, RegExp.prototype, Error.prototype, Array,
  Array.prototype, Object];
let poisoned = 0;
for (let i = 0; i < targets.length; ++i) {
  const keys = ownKeys(targets[i]);
  for (let k = 0; k < keys.length; ++k) {
    const key = keys[k];
    const descriptor = getOwnPropertyDescriptor(targets[i], key);
    if (!descriptor.configurable || typeof descriptor.value !== 'function' || key === 'constructor') continue;
    const name = i + '.' + (typeof key === 'string' ? key : 'symbol');
    descriptor.value = () => { log('escaped: ' + name + ' was called'); throw name; };
    defineProperty(targets[i], key, descriptor);
    ++poisoned;
  }
}
if (poisoned < 100) log('escaped: only ' + poisoned);
post('there');
