// Attack 23: bytes that are no UTF-8.
// Expect: held
const text = new TextDecoder().decode(new Uint8Array([0x61, 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf8, 0x62]));
let threw = false;
try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])); } catch (error) { threw = error instanceof TypeError; }
const held = text.startsWith('a\ufffd') && text.endsWith('\ufffdb') && threw;
console.log(held ? 'held' : `escaped: ${JSON.stringify(text)}`);
close();
