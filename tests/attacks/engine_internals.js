// Attack 24: everything that leads to the inside of the engine.
// Limits: memory_bytes=134217728
// Expect: held
const seen = new Set();
const suspects = new Set(['Duktape', 'Thread', 'CBOR', 'Pointer', 'act', 'compact', 'errCreate', 'errThrow', 'modSearch',
  'allocPlain', 'plainOf', 'fin', 'hptr', 'inspect']);
const walk = (value, path, depth) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value) || depth > 6) return;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) {
    if (suspects.has(key)) console.log(`escaped: ${path}.${key}`);
    let found;
    try { found = value[key]; } catch (error) { continue; }
    walk(found, `${path}.${String(key)}`, depth + 1);
  }
  walk(Object.getPrototypeOf(value), `${path}.__proto__`, depth + 1);
};
walk(globalThis, 'globalThis', 0);
walk((async () => {})(), 'promise', 0);
walk((function* () {})(), 'generator', 0);
walk(new Map().entries(), 'iterator', 0);
for (const name of ['Duktape', 'Thread', 'Buffer', 'CBOR', 'Pointer', 'require', 'process', 'Deno', 'Bun']) {
  if (name in globalThis) console.log(`escaped: ${name}`);
}
// Hidden symbols of the engine begin with a byte that no string of a script can hold.
for (const prefix of ['\xff', '\x81', '\x80', '\uffff', '\xff\xff', '\udcff']) {
  for (const name of ['Value', 'Target', 'Finalizer', 'Source', 'Map', 'Module', 'Callee', 'Tracedata']) {
    if ([1, () => {}, {}, new Error('x'), new Map()].some((value) => value[prefix + name] !== undefined)) {
      console.log(`escaped: ${JSON.stringify(prefix)}${name}`);
    }
  }
}
console.log(seen.size > 500 ? 'held' : `escaped: saw ${seen.size} only`);
close();
