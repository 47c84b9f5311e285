// How values look. What Node.js prints, wherever both have the value.
class Point { constructor(x, y) { this.x = x; this.y = y; } }
const values = [
  [1, , 3], [, ,], [], {}, [[[[[]]]]], { a: { b: { c: { d: 1 } } } }, { x: {}, y: [], z: { a: {} } },
  { 'b-c': 1, 3: 4, [Symbol('k')]: 5 }, new Point(1, 2), Object.create(null), new Date(0), new Date(NaN),
  /ab+c/gi, new Map([['a', 1], ['b', { c: 2 }]]), new Set([1, 'x']), new Map(), new Set(), Symbol('x'),
  new Number(3), new String('abc'), new Boolean(false), new Uint8Array([1, 2, 3]), new Float64Array(2),
  new ArrayBuffer(4), { get a() { return 1; } }, { set a(v) {} }, { get a() { return 1; }, set a(v) {} },
  Array.from({ length: 120 }, (_, i) => i), Array.from({ length: 120 }, (_, i) => 'item' + i),
  Array.from({ length: 8 }, (_, i) => ({ i })), [true, false, true, false, true, false, true],
  { first: 'x'.repeat(30), second: 'y'.repeat(30), third: 'z'.repeat(10) },
  { text: 'line one\nline two\nline three which is quite long to be broken up here' },
  ["it's", '"both"\'', '\n\t\u0001\u007f\\'], new WeakMap(), new WeakSet(), [undefined, null],
  Promise.resolve(4), new Promise(() => {}), new Proxy({ a: 1 }, {}), [1.5, -2, 'a'],
  Object.assign([1, 2], { extra: true }), Object.assign(new Date(0), { x: 1 }),
  { a: [1, 2, [3, [4, [5]]]], b: new Map([[{ a: 1 }, new Set([1])]]) }, [NaN, Infinity, 1e21, 1e-7],
  ['apple', 'banana', 'cherry', 'dragonfruit', 'elderberry', 'fig', 'grape', 'honeydew'],
];
for (const value of values) console.log(value);
const circle = { name: 'loop' };
circle.self = circle;
circle.list = [circle, { circle }];
console.log(circle);
const sparse = [];
sparse[3] = 1;
sparse[10] = 2;
console.log(sparse);
