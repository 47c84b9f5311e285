// Object.prototype pretends that every descriptor has get and set: classes, errors and clones are as before.
const trap = Object.create(null);
trap.configurable = true;
trap.get = () => { throw new Error('read'); };
trap.set = () => { throw new Error('written'); };
const define = Object.defineProperty;
for (const name of ['get', 'set', 'value', 'writable', 'enumerable', 'configurable']) {
  define(Object.prototype, name, trap);
}

class Point {
  x = 1;
  static origin = 'zero';
  get double() { return this.x * 2; }
  move() { return ++this.x; }
  static make() { return new Point(); }
}
const point = Point.make();
console.log(point.move(), point.double, Point.origin);

class OwnError extends Error {
  constructor(message) { super(message, { cause: 'its cause' }); }
}
console.log(new OwnError('mine').cause, new TypeError('plain', { cause: 2 }).cause);
console.log(new AggregateError([1, 2], 'many', { cause: 3 }).errors.length);

const clone = structuredClone({ get a() { return 'read once'; }, b: [1, { c: 2 }], d: new Map([[1, { e: 3 }]]) });
console.log(clone.a, clone.b[1].c, clone.d.get(1).e);
try {
  structuredClone({ get a() { throw new RangeError('of the getter'); } });
} catch (error) {
  console.log(error.name, error.message);
}
