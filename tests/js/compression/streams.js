// CompressionStream and DecompressionStream: there and back, in pieces, and what is refused.
async function collect(stream) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
function through(stream, ...chunks) {
  const writer = stream.writable.getWriter();
  for (const chunk of chunks) writer.write(chunk).catch(() => {});
  writer.close().catch(() => {});
  return collect(stream.readable);
}
const encode = text => new TextEncoder().encode(text), decode = bytes => new TextDecoder().decode(bytes);
(async () => {
  const text = 'a sentence that comes again and again. '.repeat(3000);
  for (const format of ['gzip', 'deflate', 'deflate-raw']) {
    const packed = await through(new CompressionStream(format), encode(text.slice(0, 99)).buffer,
                                 new DataView(encode(text.slice(99)).buffer));
    const back = await through(new DecompressionStream(format), packed);
    const bits = [];
    for (let i = 0; i < packed.length; i++) bits.push(packed.slice(i, i + 1));
    console.log(format, packed.length < 1000, decode(back) === text,
                decode(await through(new DecompressionStream(format), ...bits)) === text,
                (await through(new DecompressionStream(format), await through(new CompressionStream(format)))).length);
    const packet = await through(new CompressionStream(format), encode('abc'));
    for (const [what, bad] of [['cut', packet.slice(0, -1)], ['more', new Uint8Array([...packet, 0])],
                               ['nonsense', encode('this is not compressed')], ['nothing', new Uint8Array(0)]]) {
      try {
        await through(new DecompressionStream(format), bad);
        console.log(what, 'was not refused');
      } catch (error) {
        console.log(format, what, error.name + ': ' + error.message);
      }
    }
  }
  // What another program made: gzip of "hello".
  const hello = new Uint8Array([31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0]);
  console.log(decode(await through(new DecompressionStream('gzip'), hello)));
  for (const make of [() => new CompressionStream(), () => new CompressionStream('GZIP'), () => CompressionStream('gzip'),
                      () => Object.getOwnPropertyDescriptor(CompressionStream.prototype, 'readable').get.call(new DecompressionStream('gzip'))]) {
    try {
      make();
      console.log('was not refused');
    } catch (error) {
      console.log(error.name);
    }
  }
  try {
    await through(new CompressionStream('gzip'), 'a string');
  } catch (error) {
    console.log(error.name, error.message);
  }
  console.log(Object.prototype.toString.call(new CompressionStream('gzip')), CompressionStream.length, CompressionStream.name);
  // What the script replaces changes nothing.
  TransformStreamDefaultController.prototype.enqueue = () => console.log('enqueue ran');
  Object.prototype.start = Object.prototype.readableType = () => console.log('start ran');
  console.log(decode(await through(new DecompressionStream('gzip'), hello)));
})();
