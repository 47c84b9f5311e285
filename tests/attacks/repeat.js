// Attack 18: a string of a gigabyte in one call.
// Expect: held
const refused = (what, attempt) => {
  try { attempt(); } catch (error) { return; }
  console.log('escaped: ' + what);
};

refused('repeat', () => 'x'.repeat(1e9));
refused('padStart', () => 'x'.padStart(1e9));
refused('a typed array', () => new Uint8Array(1e10));
console.log('held');
close();
