// Constructors, attributes, subclasses and receivers of Map, Set, WeakMap and WeakSet.
const thrown = (act) => { try { act(); return 'nothing'; } catch (error) { return error.name; } };

for (const Class of [Map, Set, WeakMap, WeakSet]) {
  const { prototype } = Class;
  const attributes = Object.getOwnPropertyDescriptor(globalThis, Class.name);
  console.log(Class.name, Class.length, attributes.enumerable, attributes.writable,
    Object.getPrototypeOf(Class) === Function.prototype, Object.getPrototypeOf(prototype) === Object.prototype,
    prototype.constructor === Class, String(new Class()),
    Object.getOwnPropertyDescriptor(Class, 'prototype').writable);
  for (const name of Object.getOwnPropertyNames(prototype).sort()) {
    const found = Object.getOwnPropertyDescriptor(prototype, name);
    const method = found.value || found.get;
    if (name === 'constructor') continue;
    console.log(' ', name, method.name, method.length, found.enumerable, found.configurable);
  }
  console.log(' ', thrown(() => Class()), thrown(() => new Class(1)), thrown(() => new Class([1])),
    thrown(() => prototype.has.call({}, 1)), thrown(() => prototype.has.call(new Proxy(new Class(), {}), 1)),
    thrown(() => prototype.has.call(Object.create(new Class()), 1)), thrown(() => Class.call(new Class())));
}
console.log(Map.prototype[Symbol.iterator] === Map.prototype.entries,
  Set.prototype[Symbol.iterator] === Set.prototype.values, Set.prototype.keys === Set.prototype.values);
console.log(Map[Symbol.species] === Map, Set[Symbol.species] === Set, 'species' in Map);
console.log(thrown(() => Map.prototype.size), thrown(() => Set.prototype.get), thrown(() => Map.prototype.get.call(new Set(), 1)));
console.log(thrown(() => new Map.prototype.get()), thrown(() => new Map().forEach(1)), thrown(() => new WeakMap().set(1, 1)),
  thrown(() => new WeakSet().add('x')), new WeakMap().get(1), new WeakSet().has('x'), new WeakMap().delete(2));

// The constructor asks the instance for set or add, so a subclass sees every entry.
class Loud extends Map {
  constructor(entries) { super(entries); this.log = this.log || []; }
  set(key, value) { (this.log = this.log || []).push(key); return super.set(key, value * 2); }
}
const loud = new Loud([['a', 1], ['b', 2]]);
console.log(loud.log.join(), [...loud].join(' '), loud instanceof Map, loud.size, loud.constructor === Loud);
class Bag extends Set { add(value) { return super.add(String(value)); } }
console.log([...new Bag([1, 2, 1])].join(), new Bag([1]).has('1'));
class Links extends WeakMap {}
const key = {};
console.log(new Links([[key, 'v']]).get(key), new Links() instanceof WeakMap);

// An iterator is closed when adding throws, and what it throws itself passes through.
const closing = (values, next) => ({
  closed: 0,
  [Symbol.iterator]() {
    let at = 0;
    return { next: next || (() => ({ value: values[at++], done: at > values.length })), return: () => { this.closed++; return {}; } };
  },
});
for (const [Class, values] of [[Map, [[1, 2], 'bad']], [Set, [1]], [WeakMap, [[1, 2]]], [WeakSet, [1]]]) {
  const source = closing(values);
  const add = Set.prototype.add;
  if (Class === Set) Set.prototype.add = () => { throw new RangeError('no'); };
  console.log(Class.name, thrown(() => new Class(source)), source.closed);
  Set.prototype.add = add;
}
const failing = closing([], () => { throw new SyntaxError('next'); });
console.log(thrown(() => new Set(failing)), failing.closed);
const getters = closing([Object.defineProperty({}, 0, { get() { throw new EvalError('key'); } })]);
console.log(thrown(() => new Map(getters)), getters.closed);

// Frozen keys and Proxy keys of weak collections, and nothing of them is seen.
const frozen = Object.freeze({ a: 1 });
const target = {};
const proxied = new Proxy(target, { get() { throw new Error('trap'); }, defineProperty() { throw new Error('trap'); } });
const weak = new WeakMap([[frozen, 1], [proxied, 2]]);
console.log(weak.get(frozen), weak.get(proxied), weak.has(target), Reflect.ownKeys(frozen).join(), Reflect.ownKeys(target).length);
console.log(weak.delete(frozen), weak.has(frozen), weak.delete(frozen), weak.has(Object.create(proxied)));

// Iterators.
const mapIterator = new Map([[1, 2]])[Symbol.iterator]();
console.log(String(mapIterator), String(new Set().values()), mapIterator[Symbol.iterator]() === mapIterator,
  JSON.stringify(mapIterator.next()), JSON.stringify(mapIterator.next()),
  thrown(() => mapIterator.next.call(new Set().values())), thrown(() => mapIterator.next.call({})));

// Grouping.
const groups = Map.groupBy([1, 2, 3, -0, 0], (value, index) => (value ? value % 2 : -0));
console.log([...groups].map(([group, values]) => `${Object.is(group, 0)} ${group}: ${values}`).join('; '));
