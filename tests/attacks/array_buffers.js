// Attack 7: ArrayBuffers until memory is out: they count.
// Limits: memory_bytes=16777216
// Expect: held
let all = [];
let held = 0;
try { for (;;) { all.push(new Uint8Array(1 << 20)); held += 1; } } catch (error) { all = null; console.log(error.name); }
console.log(held <= 16 ? 'held' : `escaped: ${held} MiB`);
close();
