// The language's own classes use nothing that a script can replace.
let traps = '';
const poison = (object, name) => {
  const descriptor = Object.create(null);
  descriptor.configurable = true;
  descriptor.get = () => { traps += ` get-${name}`; };
  descriptor.set = () => { traps += ` set-${name}`; };
  Object.defineProperty(object, name, descriptor);
};
const native = { then: Promise.prototype.then, has: Map.prototype.has, next: [][Symbol.iterator]().next };
for (const name of ['0', '1', '2', '3', 'value', 'done', 'enumerable', 'get', 'set', 'writable', 'resolve', 'state']) {
  poison(Object.prototype, name);
}
for (const name of ['4', '5', 'push']) poison(Array.prototype, name);

(async () => {
  const map = new Map([['a', 1], ['b', 2]]);
  const set = new Set([1, 2, 3]);
  const weak = new WeakMap([[map, 'weak']]);
  let sum = 0;
  for (const [, number] of map) sum += number;
  for (const number of set) sum += number;
  for (const [index] of ['x', 'y'].entries()) sum += index;
  for (const letter of 'ab') sum += letter.length;
  function* count() { try { yield 1; yield 2; } finally { sum += 10; } }
  for (const number of count()) sum += number;
  const promised = await Promise.all([Promise.resolve(1), new Promise((done) => setTimeout(done, 1, 2))]);
  try { await Promise.reject('no'); } catch (error) { sum += error.length; }
  const grouped = Map.groupBy([1, 2, 3], (number) => number % 2);
  const united = set.union(new Set([9]));
  const early = traps;
  for (const name of ['0', '1', '2', '3', 'value', 'done', 'enumerable', 'get', 'set', 'writable', 'resolve', 'state']) {
    delete Object.prototype[name];
  }
  for (const name of ['4', '5', 'push']) delete Array.prototype[name];
  console.log(sum, promised[0] + promised[1], map.size, set.size, weak.get(map), grouped.size, united.size);
  console.log(early.includes('set-') ? early : 'no setter ran');

  // Replaced methods: what the language itself does goes on.
  Promise.prototype.then = () => { throw new Error('then'); };
  Promise.resolve = Promise.prototype.catch = Map.prototype.set = Set.prototype.add = null;
  await 1;
  const before = await (async () => 'async goes on')().constructor.reject(1).constructor.name;
  console.log(before, new Set().size);
  Promise.prototype.then = native.then;
  Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true });
  let walked = 0;
  const pair = [1, 2];
  for (const each of pair) walked += each;
  console.log(walked, native.has.call(map, 'a'));
  Object.getPrototypeOf([][Symbol.iterator]()).next = native.next;
})().catch((error) => console.log('failed', error));
onunhandledrejection = (event) => event.preventDefault();
