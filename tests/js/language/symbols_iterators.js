const s = Symbol('desc');
const o = { [s]: 1, [Symbol.toPrimitive](hint) { return hint === 'number' ? 42 : hint; }, get [Symbol.toStringTag]() { return 'Tagged'; } };
console.log(s.description, String(+o), `${o}`, o + '', Object.prototype.toString.call(o));
class Range { constructor(a, b) { this.a = a; this.b = b; } *[Symbol.iterator]() { for (let i = this.a; i < this.b; i++) yield i; } }
console.log([...new Range(1, 4)].join(), Array.from(new Range(0, 2)).join());
