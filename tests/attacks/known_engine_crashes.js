// Attack 19: shapes of open crash reports of the engine (#587, #2448, #2548, #2550, #2578, #2579).
// Expect: held
const survive = (attempt) => { try { attempt(); } catch (error) { /* an exception is well */ } };
// #2578: a proxy that is the prototype of its own handler.
survive(() => {
  const handler = new Uint8Array(1);
  const proxy = new Proxy(new Int8Array(), handler);
  Object.setPrototypeOf(handler, proxy);
  for (let i = 0; i < 5; ++i) proxy.arguments &= i;
});
survive(() => {
  const handler = {};
  const proxy = new Proxy({}, handler);
  Object.setPrototypeOf(handler, proxy);
  return [proxy.x, 'x' in proxy, delete proxy.x, Object.keys(proxy), String(proxy)];
});
// #2579: Array.prototype claims billions of elements, and one far away is written.
survive(() => {
  const array = [1, 2, 3];
  const prototype = Object.getPrototypeOf(array);
  const before = prototype.length;
  try {
    prototype.length = 2519855056;
    array[268435440] = 1;
    array[4294967294] = 1;
  } finally { prototype.length = before; }
});
// #2548, #2550: JSON.stringify that calls itself, from toJSON, getters and traps.
survive(() => {
  const object = { toJSON() { return JSON.stringify(object); } };
  JSON.stringify(object);
});
survive(() => {
  const object = {};
  Object.defineProperty(object, 'x', { enumerable: true, get: () => JSON.stringify([[object], { object }]) });
  JSON.stringify(object);
});
survive(() => {
  const self = new Proxy({}, { get: () => self, ownKeys: () => ['a', 'b'], has: () => true,
    getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) });
  JSON.stringify(self);
});
// #587: a property that asks for itself through its own accessor.
survive(() => {
  const evil = {};
  Object.defineProperty(evil, 'evil', { get() { return Object.getOwnPropertyDescriptor(evil, 'evil').get.call(evil) + 1; },
    set(value) { evil.evil = evil; } });
  evil.evil = evil.evil;
});
// A proxy whose trap is a function that makes strings of what it gets.
survive(() => {
  const f = (a, b, c) => { Math[6] /= c; 'x'.replace('x', a); return f; };
  f()(new Proxy(Math, { get: f }));
});
// #2448: an array that shrinks while a native function walks it.
survive(() => {
  const array = new Array(1000).fill(1);
  array.splice({ valueOf() { array.length = 0; return 10; } }, 500, ...new Array(300));
});
survive(() => {
  const array = [1, 2, 3, 4];
  array.reduce((sum, value) => { array.length = 0; array.push(...new Array(1000)); return sum + value; });
});
console.log('held');
close();
