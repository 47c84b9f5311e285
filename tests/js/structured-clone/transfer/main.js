const worker = new Worker('echo.js');
const attempt = (what, value, transfer) => {
  try {
    worker.postMessage(value, transfer);
    console.log(what, 'works');
  } catch (error) {
    console.log(what, error.name, String(error.code));
  }
};
const buffer = new Uint8Array([1, 2, 3]).buffer;
const view = new Uint8Array(buffer);
attempt('twice the same', 0, [buffer, buffer]);
console.log(buffer.byteLength);
attempt('not transferable', 0, [{}]);
attempt('with a getter that throws', {get boom() { throw new RangeError('mine'); }, buffer}, [buffer]);
console.log(buffer.byteLength);
attempt('a transfer', buffer, [buffer]);
console.log(buffer.byteLength, view.length);
attempt('detached already', 0, [buffer]);
attempt('as options', new ArrayBuffer(2), {transfer: []});
worker.onmessage = ({data}) => console.log('got', data.byteLength);
