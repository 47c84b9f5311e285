// TextEncoder, TextDecoder and the random parts of crypto.
const encoder = new TextEncoder();
console.log(encoder.encoding, [...encoder.encode('aé€😀')].join(), encoder.encode().length);
console.log([...encoder.encode('\ud800x')].join());
const target = new Uint8Array(6);
const { read, written } = encoder.encodeInto('é€😀', target);
console.log(read, written, [...target].join());
const decoder = new TextDecoder();
console.log(decoder.encoding, decoder.fatal, decoder.ignoreBOM);
const decode = (bytes, options) => JSON.stringify(new TextDecoder('utf-8', options).decode(new Uint8Array(bytes)));
console.log(decode([0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]));
console.log(decode([0xef, 0xbb, 0xbf, 97]), decode([0xef, 0xbb, 0xbf, 97], { ignoreBOM: true }).length);
console.log(decode([0x80, 97, 0xc3, 0xf0, 0x9f, 98, 0xed, 0xa0, 0x80]));
const fatal = new TextDecoder('UTF8 ', { fatal: true });
for (const bytes of [[97], [0xc3], [0xff], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80]]) {
  try {
    console.log(fatal.decode(new Uint8Array(bytes)));
  } catch (error) {
    console.log(error.name);
  }
}
const stream = new TextDecoder();
let text = '';
for (const byte of encoder.encode('x€😀y')) text += stream.decode(new Uint8Array([byte]), { stream: true });
console.log(text + stream.decode());
console.log(JSON.stringify(stream.decode(new Uint8Array([0xe2, 0x82]), { stream: true }) + stream.decode()));
console.log(new TextDecoder().decode(new Uint16Array([0x4241]).buffer), decoder.decode());
for (const make of [() => TextEncoder(), () => new TextDecoder('nothing'), () => decoder.decode(5)]) {
  try {
    make();
  } catch (error) {
    console.log(error.name);
  }
}
const values = new Uint32Array(4);
console.log(crypto.getRandomValues(values) === values, values.some(value => value !== 0));
console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
for (const bad of [new Float32Array(1), new Uint8Array(65537), {}]) {
  try {
    crypto.getRandomValues(bad);
  } catch (error) {
    console.log(error.name);
  }
}
