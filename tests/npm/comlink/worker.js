importScripts('/node_modules/comlink/dist/umd/comlink.js');

class Counter {
  #count;
  constructor(start) { this.#count = start; }
  add(by) { return this.#count += by; }
  get count() { return this.#count; }
}
let kept = 0;
Comlink.expose({
  value: 1,
  Counter,
  makeCounter: (start) => Comlink.proxy(new Counter(start)),
  async eachOf(list, callback) {
    for (const item of list) await callback(item, kept++);
    return kept;
  },
  fill(buffer, byte) {
    new Uint8Array(buffer).fill(byte);
    return Comlink.transfer(buffer, [buffer]);
  },
  fail(message) { throw new RangeError(message); },
  nested: {deep: {twice: (x) => x * 2}},
});
