// What an iteration of a Map or Set sees when the collection changes under it.
const seen = (collection, act) => {
  const out = [];
  let steps = 0;
  for (const entry of collection) {
    out.push(Array.isArray(entry) ? entry.join('=') : entry);
    act(entry, steps);
    if (++steps > 50) { out.push('…'); break; }
  }
  return out.join(' ');
};

let set = new Set([1, 2, 3]);
console.log(seen(set, (value) => { if (value < 5) set.add(value + 10); }));
set = new Set([1, 2, 3, 4]);
console.log(seen(set, (value) => { set.delete(value); set.delete(value + 1); }));
set = new Set([1, 2, 3]);
console.log(seen(set, (value) => { if (value === 1) { set.delete(1); set.add(1); } }));
set = new Set([1, 2, 3]);
console.log(seen(set, (value) => { if (value === 2) { set.clear(); set.add('a'); set.add('b'); } }));
let map = new Map([['a', 1], ['b', 2], ['c', 3]]);
console.log(seen(map, ([key]) => { map.set('c', 'new'); map.delete('a'); if (key === 'b') map.set('a', 'again'); }));

// Gaps are closed under a running iterator.
map = new Map();
for (let i = 0; i < 100; i++) map.set(i, i);
const iterator = map.keys();
for (let i = 0; i < 40; i++) iterator.next();
for (let i = 0; i < 95; i++) map.delete(i);
for (let i = 100; i < 300; i++) map.set(i, i);
console.log(iterator.next().value, iterator.next().value, [...iterator].length, map.size);
console.log(iterator.next(), iterator.next().done);

// A finished iterator stays finished.
set = new Set([1]);
const ended = set.values();
ended.next(); ended.next();
set.add(2);
console.log(ended.next());

// forEach sees what is added, not what is gone.
const visited = [];
set = new Set([1, 2, 3]);
set.forEach(function (value, key, same) {
  visited.push(value === key && same === set && this.mark, value);
  if (value === 1) { set.delete(2); set.add(4); }
}, { mark: 'ok' });
console.log(visited.join(' '));

// Queue: first in, first out, many times over.
const queue = new Map();
let next = 0;
let sum = 0;
for (let i = 0; i < 20000; i++) {
  queue.set(next++, i);
  if (queue.size > 10) { const [first] = queue.keys(); sum += queue.get(first); queue.delete(first); }
}
console.log(queue.size, sum);

// Keys.
const object = {};
const symbol = Symbol('s');
const proxy = new Proxy(object, {});
map = new Map([[NaN, 'nan'], [0, 'zero'], ['0', 'text'], [object, 'object'], [symbol, 'symbol'],
               [undefined, 'undefined'], [null, 'null'], [true, 'true'], [proxy, 'proxy'], ['', 'empty']]);
console.log([NaN, -0, '0', object, symbol, undefined, null, true, proxy, '', 1, {}, 'true']
  .map((key) => map.get(key)).join(' '));
console.log(Object.is([...new Set([-0])][0], 0), Object.is(new Map([[-0, 1]]).keys().next().value, 0));
console.log(map.size, map.delete(NaN), map.delete(NaN), map.has(NaN), map.size);
console.log(new Set([1e300 * 10, Infinity, 2 ** 53, 2 ** 53 + 1, '1', 1]).size);

// Two keys that may share a bucket.
const many = new Map();
for (let i = 0; i < 5000; i++) { many.set(i * 4294967296, i); many.set(String(i), -i); }
let right = 0;
for (let i = 0; i < 5000; i++) right += many.get(i * 4294967296) === i && many.get(String(i)) === -i;
console.log(many.size, right);
