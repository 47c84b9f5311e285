// Streams that are transferred to a worker, and what ends them.
const worker = new Worker('worker.js');
let answer;
worker.onmessage = ({data}) => answer(data);
const ask = (what, stream) => new Promise((resolve) => {
  answer = resolve;
  worker.postMessage({what, stream}, [stream]);
});
const name = (make) => {
  try {
    make();
    return 'no error';
  } catch (error) {
    return error.name;
  }
};

(async () => {
  // A readable one, which waits until it is asked.
  let pulls = 0;
  const numbers = new ReadableStream({
    pull(controller) {
      controller.enqueue({number: ++pulls});
      if (pulls === 5) controller.close();
    }
  });
  console.log(numbers.locked, name(() => structuredClone(numbers)),
              name(() => structuredClone(0, {transfer: [numbers, numbers]})), numbers.locked);
  console.log('read', JSON.stringify(await ask('read', numbers)));
  console.log(numbers.locked, name(() => structuredClone(0, {transfer: [numbers]})));

  // A writable one: chunks arrive, and so does the end.
  const written = [];
  let closed;
  const end = new Promise((resolve) => closed = resolve);
  const sink = new WritableStream({write: (chunk) => { written.push(chunk); }, close: () => closed()});
  console.log('wrote', await ask('write', sink));
  await end;
  console.log('written', JSON.stringify(written));

  // Both sides of a transform.
  const upper = new TransformStream({
    transform: (text, controller) => controller.enqueue(text.toUpperCase())
  });
  console.log('transformed', await ask('transform', upper));

  // Errors, both ways, and what cannot be cloned.
  const broken = new ReadableStream({
    pull(controller) { controller.error(new RangeError('broken')); }
  });
  console.log('error', await ask('read', broken));
  let cancelled;
  const cancel = new Promise((resolve) => cancelled = resolve);
  console.log(await ask('cancel', new ReadableStream({cancel: (reason) => cancelled(reason)})));
  console.log('cancelled', await cancel);
  const functions = new ReadableStream({
    start(controller) { controller.enqueue(() => 0); },
    cancel: (reason) => console.log('source is told', reason.name)
  });
  console.log('functions', await ask('read', functions));

  // Within one realm.
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue('here');
      controller.close();
    }
  });
  const {stream} = structuredClone({stream: source}, {transfer: [source]});
  const got = [];
  for await (const chunk of stream) got.push(chunk);
  console.log(got.join(), stream instanceof ReadableStream, stream !== source);
  worker.terminate();
})();
