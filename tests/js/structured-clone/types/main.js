// Each value makes its way to a worker and back; what comes back is described without the console's
// own formatting, and the difference told where the standard wants one.
const describe = value => {
  const type = Object.prototype.toString.call(value).slice(8, -1);
  if (value === null || typeof value !== 'object') return Object.is(value, -0) ? '-0' : `${typeof value} ${value}`;
  const members = keys => keys.map(k => `${k}: ${describe(value[k])}`).join(', ');
  switch (type) {
    case 'Array': return `Array(${value.length}) [${members(Object.keys(value))}]`;
    case 'Object': return `{${members(Object.keys(value))}}`;
    case 'Map': return `Map {${[...value].map(([k, v]) => `${describe(k)} => ${describe(v)}`).join(', ')}}`;
    case 'Set': return `Set {${[...value].map(describe).join(', ')}}`;
    case 'Date': return `Date ${value.getTime()}`;
    case 'RegExp': return `RegExp ${value} ${value.lastIndex}`;
    case 'Error': return `${value.constructor.name} ${value.name}: ${value.message}`;
    case 'ArrayBuffer': return `ArrayBuffer ${[...new Uint8Array(value)]}`;
    case 'DataView': return `DataView ${value.byteOffset} ${value.byteLength}`;
    case 'Boolean': case 'Number': case 'String': return `${type} object ${value}`;
    default: return value.buffer ? `${type} ${[...value]} at ${value.byteOffset}` : type;
  }
};
const holes = [1, , 3];
holes.extra = 'property';
const regexp = /a+b/gi;
regexp.lastIndex = 5;
const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
class Point {
  constructor() { this.x = 1; }
  get y() { return 2; }
}
const values = [
  undefined, null, true, false, 0, -0, 1.5, NaN, Infinity, '', 'text', 'é€😀', 'a\0b',
  holes, [[]], {a: {b: {c: 1}}}, new Point(), new Date(0), new Date(NaN), regexp,
  new Map([['k', 1], [{o: 1}, new Set([1])]]), new Set(['a', [1]]),
  new Error('plain'), new RangeError('range'), Object.assign(new TypeError('t'), {name: 'Custom'}),
  buffer, new Uint8Array(buffer, 2, 3), new Float64Array([0.5, -1]), new DataView(buffer, 1, 4),
  new Boolean(false), new Number(7), new String('boxed'),
  Object.create({inherited: 1}, {own: {value: 2, enumerable: true}, hidden: {value: 3}}),
];
const worker = new Worker('echo.js');
let next = 0;
worker.onmessage = ({data}) => {
  const before = describe(values[next]), after = describe(data);
  console.log(after === before ? after : `${before} became ${after}`);
  if (++next === values.length) worker.terminate();
};
for (const value of values) worker.postMessage(value);
