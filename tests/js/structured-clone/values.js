// structuredClone of what the prelude defines, and of the usual suspects.
const show = value => console.log(value);
show(structuredClone({ a: [1, , 3], d: new Date(0), r: /x/gi, m: new Map([[1, { b: 2 }]]), s: new Set(['x']) }));
show(structuredClone([undefined, null, -0, NaN, 'text', true, new Number(1), new String('s')]));
const error = structuredClone(new RangeError('copied'));
console.log(error.name, error.message, error instanceof RangeError);
const exception = structuredClone(new DOMException('copied', 'AbortError'));
console.log(exception.name, exception.message, exception.code, exception instanceof DOMException);
structuredClone(new Blob(['blob'], { type: 'a/b' })).text().then(text => console.log(text));
const file = structuredClone(new File(['x'], 'n', { lastModified: 5 }));
console.log(file.name, file.lastModified, file.size, file instanceof File);
const loop = {};
loop.self = loop;
const copy = structuredClone(loop);
console.log(copy.self === copy, copy !== loop);
const buffer = new Uint8Array([1, 2, 3]).buffer;
const moved = structuredClone(buffer, { transfer: [buffer] });
console.log(buffer.byteLength, moved.byteLength);
const refused = [() => {}, Symbol('s'), new Proxy({}, {}), new WeakMap(), Promise.resolve(), self,
                 new Event('x'), new URL('a:b'), { deep: [() => {}] }];
for (const value of refused) {
  try {
    structuredClone(value);
    console.log('never');
  } catch (thrown) {
    console.log(thrown.name, thrown.code, thrown instanceof DOMException);
  }
}
try {
  structuredClone({ get a() { throw new TypeError('its own'); } });
} catch (thrown) {
  console.log(thrown.message);
}
for (const transfer of [[{}], [buffer], 5, [1]]) {
  try {
    structuredClone(1, { transfer });
    console.log('never');
  } catch (thrown) {
    console.log(thrown.name);
  }
}
