// How the worker's own objects look.
console.log(new Event('e'), new CustomEvent('c', { detail: [1] }));
console.log(new MessageEvent('m', { data: { a: 1 }, origin: 'o' }));
console.log(new URL('https://u:p@h:1/p?q#f'));
console.log(new URLSearchParams('a=1&b=2'), new Blob(['abc'], { type: 'a/b' }));
console.log(new AbortController(), location.constructor === WorkerLocation);
console.log(new (class Mine extends EventTarget { field = 1; })());
console.log(Event.prototype.constructor === Event, [new Event('nested')]);
