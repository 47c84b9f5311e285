importScripts('/node_modules/pako/dist/pako.js');

const text = 'the bees make honey, '.repeat(500);
const packed = pako.deflate(text);
const unpacked = pako.ungzip(pako.gzip(new TextEncoder().encode(text)));
let complaint;
try {
  pako.inflate(new Uint8Array([1, 2, 3]));
} catch (error) {
  complaint = String(error.message ?? error);
}
postMessage([
  packed instanceof Uint8Array, packed.length < 200, new TextDecoder().decode(pako.inflate(packed)) === text,
  new TextDecoder().decode(unpacked) === text, complaint,
].join('\n'));
