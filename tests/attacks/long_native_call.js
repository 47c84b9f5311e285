// Attack 17: one call of a native function that takes long.
// Limits: memory_bytes=134217728
// Terminate after: encoding
// Expect: exit terminated
const text = '\u00e9'.repeat(2e6);
console.log('encoding');
for (;;) encodeURIComponent(text);
