// Attack 32: ways to load bytecode of the engine.
// Expect: held
const refused = (what, attempt) => {
  try { attempt(); } catch (error) { return; }
  console.log('escaped: ' + what);
};

const dump = new Uint8Array([0xbf, 0x00, 0x00, 0x00, 0x10]);
const text = String.fromCharCode(0xbf, 0, 0, 0, 0x10);
refused('a function of text', () => new Function(text));
refused('eval of text', () => eval(text));
if (eval(dump) !== dump) console.log('escaped: eval of bytes');
refused('import of bytes', () => importScripts(URL.createObjectURL(new Blob([dump]))));
for (const name of Reflect.ownKeys(Function.prototype)) {
  if (/dump|load|bytecode/i.test(String(name))) console.log(`escaped: ${String(name)}`);
}
console.log('held');
close();
