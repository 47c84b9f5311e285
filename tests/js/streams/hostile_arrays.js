// Chunks wait in lists that inherit nothing: what a script does to Array.prototype changes no stream.
const show = console.log;
for (const index of [0, 1]) {
  Object.defineProperty(Array.prototype, index, { set() { show('a setter ran'); }, configurable: true });
}
for (const method of ['push', 'shift', 'slice', 'concat', 'forEach']) Array.prototype[method] = () => show(method, 'ran');
const stream = new ReadableStream({
  start(controller) {
    controller.enqueue('one');
    controller.enqueue('two');
    controller.close();
  },
});
const transform = new TransformStream();
const reader = stream.getReader(), writer = transform.writable.getWriter();
const other = transform.readable.getReader();
writer.write('three');
writer.close();
reader.read().then(({ value }) => {
  show(value);
  return reader.read();
}).then(({ value }) => {
  show(value);
  return reader.read();
}).then(({ done }) => {
  show(done);
  return other.read();
}).then(({ value }) => {
  show(value);
  return other.read();
}).then(({ done }) => show(done));
