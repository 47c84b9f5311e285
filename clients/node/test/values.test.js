import assert from 'node:assert/strict';
import {test} from 'node:test';

import {decode, encode} from '../index.js';

// What arrives when a value crosses as text, as it does.
const crossed = (value) => decode(JSON.parse(JSON.stringify(encode(value))));
const text = (value) => JSON.stringify(encode(value));

test('plain JSON stays plain JSON', () => {
  for (const value of [null, true, 0, -1.5, '', 'ä', [], [1, [2]], {}, {a: {b: [null]}}]) {
    assert.equal(text(value), JSON.stringify(value));
    assert.deepEqual(crossed(value), value);
  }
});

test('what JSON lacks is tagged, and comes back', () => {
  const values = [
    [undefined, {$undefined: true}], [NaN, {$number: 'NaN'}], [Infinity, {$number: 'Infinity'}],
    [-Infinity, {$number: '-Infinity'}], [-0, {$number: '-0'}],
    [new Date(1234), {$date: 1234}], [/a\/b/gi, {$regexp: ['a\\/b', 'gi']}],
    [new Map([[1, {a: 2}]]), {$map: [[1, {a: 2}]]}], [new Set(['x', NaN]), {$set: ['x', {$number: 'NaN'}]}],
    [Object(false), {$boolean: false}], [Object(3), {'$boxed-number': 3}],
    [Object('s'), {'$boxed-string': 's'}],
    [new Uint8Array([1, 2, 3]).buffer, {$buffer: 'AQID'}],
    [{$key: 1, b: 2}, {$object: [['$key', 1], ['b', 2]]}],
  ];
  for (const [value, json] of values) {
    assert.deepEqual(JSON.parse(text(value)), json);
    assert.deepStrictEqual(crossed(value), value);
  }
});

test('an invalid Date stays invalid', () => {
  assert.equal(text(new Date(NaN)), '{"$date":null}');
  assert.ok(Number.isNaN(crossed(new Date(NaN)).getTime()));
});

test('views keep their kind, place and common buffer', () => {
  const buffer = new ArrayBuffer(16);
  const value = {bytes: new Uint8Array(buffer, 4, 8), words: new Uint16Array(buffer), all: buffer,
    view: new DataView(buffer, 2, 3)};
  value.words[2] = 0x1234;
  const back = crossed(value);
  assert.deepEqual(back.bytes, value.bytes);
  assert.equal(back.bytes.byteOffset, 4);
  assert.equal(back.bytes.buffer, back.words.buffer);
  assert.equal(back.all, back.view.buffer);
  assert.equal(back.view.byteLength, 3);
});

test('a Buffer gives away its own bytes, not the pool that it lies in', () => {
  const secret = Buffer.from('the secret of somebody else');
  const value = Buffer.from('mine');
  assert.equal(secret.buffer, value.buffer); // the pool
  assert.ok(text(value).length < 100);
  const back = crossed(value);
  assert.equal(Buffer.from(back).toString(), 'mine');
  assert.equal(back.buffer.byteLength, 4);
});

test('cycles and repeated references keep their identity', () => {
  const shared = {n: 1};
  const value = {first: shared, second: shared, map: new Map([['m', shared]]), list: [shared]};
  value.self = value;
  value.list.push(value.list);
  const back = crossed(value);
  assert.equal(back.self, back);
  assert.equal(back.first, back.second);
  assert.equal(back.map.get('m'), back.first);
  assert.equal(back.list[0], back.first);
  assert.equal(back.list[1], back.list);
});

test('errors keep name, message, stack and cause', () => {
  const value = new RangeError('far', {cause: new TypeError('why')});
  const back = crossed(value);
  assert.ok(back instanceof RangeError);
  assert.equal(back.message, 'far');
  assert.equal(back.stack, value.stack);
  assert.ok(back.cause instanceof TypeError);
  assert.deepEqual(Object.keys(back), []);
});

test('an error of a kind of its own arrives as an Error', () => {
  class Odd extends Error {
    name = 'Odd';
  }
  assert.equal(Object.getPrototypeOf(crossed(new Odd('x'))), Error.prototype);
});

test('arrays with holes or more keys come back as they were', () => {
  const value = [1, , 3]; // eslint-disable-line no-sparse-arrays
  value.extra = 'x';
  const back = crossed(value);
  assert.equal(back.length, 3);
  assert.ok(!(1 in back));
  assert.equal(back.extra, 'x');
  const sparse = [];
  sparse[100000] = 1;
  assert.ok(text(sparse).length < 100);
  assert.equal(crossed(sparse).length, 100001);
  // As many keys as it is long, but not its indices.
  const odd = [1, , 3]; // eslint-disable-line no-sparse-arrays
  odd.x = 2;
  assert.ok(!(1 in crossed(odd)));
});

test('text with lone surrogates survives, as a value and as a key', () => {
  for (const value of ['\ud800', 'a\udc00b', {'\ud800': 1}, new Map([['\udfff', 1]])]) {
    assert.deepEqual(crossed(value), value);
  }
});

test('"__proto__" is a key like any other', () => {
  const value = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}');
  const back = crossed(value);
  assert.equal(back.polluted, undefined);
  assert.deepEqual(Object.keys(back), ['__proto__', 'a']);
  assert.equal(Object.getPrototypeOf(back), Object.prototype);
});

test('instances of classes go as their properties, like everywhere', () => {
  class Point {
    x = 1;
    #secret = 2;
    get y() { return this.#secret; }
  }
  assert.deepEqual(JSON.parse(text(new Point())), {x: 1});
});

test('what cannot be cloned is refused as postMessage refuses it', () => {
  const refused = [
    () => {}, Symbol('s'), Promise.resolve(), new WeakMap(), new Proxy({}, {}), 10n,
    new SharedArrayBuffer(8), new WeakRef({}), new Blob([]), new EventTarget(),
    new MessageChannel().port1,
  ];
  for (const value of refused) {
    for (const wrapped of [value, {a: [value]}, new Map([[1, value]])]) {
      assert.throws(() => encode(wrapped), {name: 'DataCloneError'});
    }
  }
});

test('a value nested too deep is refused, not sent to be refused', () => {
  let deep = 1;
  for (let i = 0; i < 100_000; ++i) deep = [deep];
  assert.throws(() => encode(deep), {name: 'DataCloneError'});
});

test('JSON that encode() does not write is refused', () => {
  const wrong = [
    {$odd: 1}, {$ref: 1}, {$number: 'x'}, {$undefined: true, more: 1}, {$platform: ['Blob', {}]},
    {$view: {kind: 'Evil', buffer: {$buffer: ''}, offset: 0, length: 0}},
    {$view: {kind: 'Uint8Array', buffer: {$buffer: ''}, offset: 0, length: 99}},
    {$map: 3}, {$regexp: ['(', '']}, {$text: 3}, {$date: 1, $set: []},
  ];
  for (const json of wrong) assert.throws(() => decode(json), Error, JSON.stringify(json));
});
