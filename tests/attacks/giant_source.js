// Attack source: a source that is larger than any may be.
// Limits: memory_bytes=268435456
// Expect: held
const text = 'x = 1;\n'.repeat(1 << 20);
const url = URL.createObjectURL(new Blob([text, text, text, text, text]));
for (const attempt of [() => new Worker(url), () => importScripts(url)]) {
  try { attempt(); console.log('escaped'); } catch (error) { console.log(error.name); }
}
console.log('held');
close();
