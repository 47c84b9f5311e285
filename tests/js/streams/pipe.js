// Bytes → text → lines, through streams of every kind.
const text = 'one\ntwö\nthree 👻\nrest';
const bytes = new TextEncoder().encode(text);

function inPieces(size) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at += size));
    },
  });
}

class Lines extends TransformStream {
  constructor() {
    let left = '';
    super({
      transform(chunk, controller) {
        const lines = (left + chunk).split('\n');
        left = lines.pop();
        for (const line of lines) controller.enqueue(line);
      },
      flush(controller) { controller.enqueue(left); },
    });
  }
}

(async () => {
  for (const size of [1, 3, 100]) {
    const lines = [];
    for await (const line of inPieces(size).pipeThrough(new TextDecoderStream()).pipeThrough(new Lines())) {
      lines.push(line);
    }
    console.log(size, lines);
  }

  const kept = [];
  await ReadableStream.from(['a', '\ud83d', '\udc7b', '\ud83d']).pipeThrough(new TextEncoderStream())
      .pipeTo(new WritableStream({ write(chunk) { kept.push(...chunk); } }));
  console.log(new TextDecoder().decode(new Uint8Array(kept)));

  const [left, right] = ReadableStream.from([1, 2, 3]).tee();
  const sum = async stream => { let all = 0; for await (const n of stream) all += n; return all; };
  console.log(await Promise.all([sum(left), sum(right)]));

  const reader = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const { byobRequest } = controller;
      byobRequest.view[0] = 7;
      byobRequest.respond(1);
    },
  }).getReader({ mode: 'byob' });
  const { value, done } = await reader.read(new Uint8Array(4));
  console.log(value, value.buffer.byteLength, done);

  const controller = new AbortController();
  const endless = new ReadableStream({ pull(c) { c.enqueue('x'); } });
  const piped = endless.pipeTo(new WritableStream({ write() { controller.abort('enough'); } }),
                               { signal: controller.signal });
  console.log(await piped.catch(reason => reason));

  const fatal = new TextDecoderStream('utf-8', { fatal: true });
  const writer = fatal.writable.getWriter();
  writer.write(new Uint8Array([0xff])).catch(() => {});
  console.log(await fatal.readable.getReader().read().catch(error => error.name));

  for (const wrong of [() => new ReadableStream({ type: 'other' }), () => ReadableStream(),
                       () => ReadableStream.prototype.getReader.call({}), () => new ReadableStreamDefaultController()]) {
    try { wrong(); } catch (error) { console.log(error.name); }
  }
})();
