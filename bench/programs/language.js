// How long the language's own classes and loops take: the best of some rounds each, in milliseconds
// for 100,000 steps.
const steps = 100000;
const list = Array.from({ length: steps }, (_, i) => i);
const objects = Array.from({ length: 1000 }, () => ({}));
const filled = new Map(list.map((i) => [i, i]));

const rounds = {
  map_set() { const map = new Map(); for (let i = 0; i < steps; i += 1) map.set(i, i); },
  map_get() { let sum = 0; for (let i = 0; i < steps; i += 1) sum += filled.get(i); },
  set_add_has() {
    const set = new Set();
    for (let i = 0; i < steps; i += 2) set.add(i);
    for (let i = 0; i < steps; i += 2) set.has(i);
  },
  weakmap() {
    const map = new WeakMap();
    for (let i = 0; i < steps; i += 2) { map.set(objects[i % 1000], i); map.get(objects[i % 1000]); }
  },
  for_of_array() { let sum = 0; for (const each of list) sum += each; },
  for_of_map() { let sum = 0; for (const [key, value] of filled) sum += key + value; },
  generator() {
    function* count() { for (let i = 0; i < steps; i += 1) yield i; }
    let sum = 0;
    for (const each of count()) sum += each;
  },
  class_new() {
    class Point { constructor(x) { this.x = x; } }
    class Pixel extends Point { constructor(x) { super(x); this.y = x; } }
    for (let i = 0; i < steps; i += 1) new Pixel(i);
  },
  private_fields() {
    class Counter { #count = 0; step() { this.#count += 1; } }
    const counter = new Counter();
    for (let i = 0; i < steps; i += 1) counter.step();
  },
  array_methods() {
    list.map((i) => i + 1).filter((i) => i % 2).find((i) => i === steps - 1);
    list.includes(-1);
    [list, list].flat();
  },
  sort() { list.slice().sort((a, b) => (b % 1000) - (a % 1000)); },
  string_methods() {
    for (let i = 0; i < steps; i += 4) {
      'ab'.padStart(9, '0'); 'abcdef'.at(-1); '  abc'.trimStart(); 'abcdef'.includes('cd');
    }
  },
  string_append() { let text = ''; for (let i = 0; i < steps; i += 1) text += 'x'; },
  async promise_chain() {
    let promise = Promise.resolve(0);
    for (let i = 0; i < steps; i += 1) promise = promise.then((value) => value + 1);
    await promise;
  },
  async await_loop() { for (let i = 0; i < steps; i += 1) await i; },
  async async_calls() {
    const add = async (value) => value + 1;
    let sum = 0;
    for (let i = 0; i < steps; i += 1) sum = await add(sum);
  },
};

(async () => {
  const result = {};
  for (const name of Object.keys(rounds)) {
    let best = Infinity;
    for (let round = 0; round < 3; round += 1) {
      const start = performance.now();
      await rounds[name]();
      best = Math.min(best, performance.now() - start);
    }
    result[name] = best;
  }
  console.log(JSON.stringify({ language_ms: result }));
})();
