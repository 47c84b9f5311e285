importScripts('/node_modules/comlink/dist/umd/comlink.min.js');

Comlink.expose({
  counter: 0,
  increment(by) { return this.counter += by; },
  async later(text) { return text.toUpperCase(); },
  fails() { throw new RangeError('too far'); },
  count: (map) => map.size,
  Point: class {
    constructor(x) { this.x = x; }
    twice() { return this.x * 2; }
  },
});
