// TextEncoder.encodeInto(): as many whole characters as fit.
const encoder = new TextEncoder();
for (const [text, room] of [['', 0], ['a', 0], ['abcdefghijkl', 9], ['é', 1], ['é', 2], ['a€b', 3], ['a€b', 4], ['😀', 3], ['😀x', 4],
  ['\ud83d', 3], ['\ude00\ud83d', 5], ['\ud83d\ud83d\ude00', 7], ['日本語'.repeat(10), 50]]) {
  const memory = new Uint8Array(60).fill(1);
  const { read, written } = encoder.encodeInto(text, memory.subarray(5, 5 + room));
  console.log(read, written, [...memory.subarray(5, 5 + written)].join(), memory[4], memory[5 + room]);
}
Object.defineProperty(Object.prototype, 'read', { set() { throw new Error('a setter ran'); }, configurable: true });
console.log(Object.keys(encoder.encodeInto('a', new Uint8Array(1))).join());
for (const bad of [new Int8Array(2), new Uint8ClampedArray(2), new DataView(new ArrayBuffer(2)), new ArrayBuffer(2), [], null]) {
  try {
    encoder.encodeInto('a', bad);
  } catch (error) {
    console.log(error.name);
  }
}
class Bytes extends Uint8Array {}
console.log(encoder.encodeInto('ab', new Bytes(3)).written);
