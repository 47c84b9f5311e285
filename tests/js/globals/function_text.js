// Function.prototype.toString gives text that makes the same function again, and says so of what has no
// text in the way of the standard.
function add(a, b) { return a + b; } const again = text => (0, eval)('(' + text + ')');
console.log(again(add.toString())(2, 3), add.toString().startsWith('function add('));
const twice = n => n * 2, anonymous = function () { return 'anonymous'; };
console.log(again(twice.toString())(21), again(String(anonymous))());
const inner = (() => { const a = () => 'a'; const b = () => 'b'; return [a, b]; })();
console.log(inner.map(f => again(`${f}`)()).join());
const later = async n => (await n) + 1;
again(String(later))(1).then(value => console.log('later', value));
const quoted = () => 'ä "👻" \'}{\' ' + /[}/]/.source;
console.log(again(quoted.toString())() === quoted());

const native = /^function (?:get |set )?[\w$]*\(\) \{ \[native code\] \}$/;
for (const f of [Math.max, Map, Promise.prototype.then, Worker, WorkerLocation, postMessage, add.bind(null),
                 Object.getOwnPropertyDescriptor(Map.prototype, 'size').get, new Function('return 1'),
                 new Proxy(add, {})]) {
  console.log(native.test(String(f)), String(f));
}
try { Function.prototype.toString.call({}); } catch (error) { console.log(error.name); }

// The way in which many make a worker without a file.
function inWorker() {
  onmessage = ({ data }) => postMessage(data.map(n => n + 1));
}
const worker = new Worker(URL.createObjectURL(new Blob([`(${inWorker})()`])));
worker.onmessage = ({ data }) => { console.log(data); worker.terminate(); };
worker.postMessage([1, 2]);
