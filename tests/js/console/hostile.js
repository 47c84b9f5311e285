// Nothing of the user's runs while its values are printed, and nothing breaks the printer.
const shout = name => () => { console.log('ran', name); throw new Error(name); };
const traps = {};
for (const name of ['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf']) {
  traps[name] = shout(name);
}
console.log(new Proxy({ a: 1 }, traps));
console.log([new Proxy([1, 2], traps)]);
const object = { value: 1 };
Object.defineProperty(object, 'getter', { get: shout('getter'), enumerable: true });
Object.defineProperty(object, Symbol.toStringTag, { get: shout('tag') });
Object.defineProperty(object, 'constructor', { get: shout('constructor') });
Object.defineProperty(object, Symbol.iterator, { get: shout('iterator') });
Object.defineProperty(object, 'length', { get: shout('length') });
console.log(object);
let deep = {};
for (let i = 0; i < 20000; i++) deep = { deep };
console.log(deep);
const huge = [];
huge.length = 4294967295;
console.log(huge);
const map = new Map();
map.set(map, map);
console.log(map);
Object.defineProperty(Array.prototype, '0', { set() { console.log('poison'); }, configurable: true });
Object.defineProperty(Object.prototype, 'get', { get() { console.log('poison'); }, configurable: true });
Array.prototype.push = Array.prototype.join = String.prototype.slice = shout('patched');
console.log('still', [1, { a: [2] }]);
console.log('%s and %o', 'format', { a: 1 });
self.dispatchEvent(new Event('x'));
new URL('../x?y', 'https://h/a/b/c').searchParams.append('a', 'b');
delete Object.prototype.get;
delete Array.prototype[0];
