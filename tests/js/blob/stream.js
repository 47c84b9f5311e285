// Blob.stream(): a byte stream of copies; a slice's part only; a reader with a buffer of its own.
const all = async stream => {
  const sizes = [];
  let sum = 0;
  for await (const chunk of stream) {
    sizes.push(chunk.length);
    for (let i = 0; i < chunk.length; i += 1000) sum += chunk[i];
    chunk.fill(0);
  }
  return sizes.join() + ' ' + sum;
};
(async () => {
  const bytes = new Uint8Array(150000);
  bytes.fill(7);
  const blob = new Blob([bytes]);
  console.log(await all(blob.stream()));
  console.log(await all(blob.stream()));
  console.log(await all(blob.slice(10, 1010).stream()), await all(new Blob().stream()));
  console.log(blob.stream() instanceof ReadableStream, blob.stream() === blob.stream());
  const reader = new Blob(['abc']).stream().getReader({ mode: 'byob' });
  let result = await reader.read(new Uint8Array(2));
  console.log(result.done, [...result.value].join());
  result = await reader.read(new Uint8Array(8));
  console.log(result.done, [...result.value].join());
  result = await reader.read(new Uint8Array(8));
  console.log(result.done, result.value.length);
  // What the script replaces changes nothing.
  ReadableByteStreamController.prototype.enqueue = () => console.log('enqueue ran');
  ReadableByteStreamController.prototype.close = () => console.log('close ran');
  Object.prototype.start = () => console.log('start ran');
  globalThis.ReadableStream = null;
  console.log(await all(new Blob(['xyz']).stream()));
})();
