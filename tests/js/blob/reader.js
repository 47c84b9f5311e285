// FileReader: events in order, each in a task; readyState and result; abort; FileReaderSync.
const log = [];
function watch(reader, name) {
  for (const type of ['loadstart', 'progress', 'load', 'abort', 'error', 'loadend']) {
    reader['on' + type] = event => {
      log.push(`${name} ${type} ${event.loaded}/${event.total} ${event.lengthComputable} ` +
               `${reader.readyState} ${reader.result === null ? null : typeof reader.result}`);
      Promise.resolve().then(() => log.push(name + ' microtask'));
    };
  }
  return reader;
}
const reader = watch(new FileReader(), 'r');
console.log(reader.readyState, reader.result, reader.error, FileReader.LOADING, reader.DONE);
reader.readAsText(new Blob(['hello']));
console.log(reader.readyState);
try {
  reader.readAsText(new Blob([]));
} catch (error) {
  console.log(error.name);
}
const empty = watch(new FileReader(), 'e');
empty.readAsArrayBuffer(new Blob([]));
const stopped = watch(new FileReader(), 's');
stopped.readAsDataURL(new Blob(['x']));
stopped.abort();
console.log(log.splice(0).join('; '), stopped.readyState, stopped.result);
stopped.abort();
// A handler of load that begins another read keeps the first one's loadend away.
const again = new FileReader();
let times = 0;
again.onload = () => {
  console.log('again load', again.result);
  if (times++ === 0) again.readAsText(new Blob(['second']));
};
again.onloadend = () => {
  console.log('again loadend', again.result);
  finish();
};
again.readAsText(new Blob(['first']));
function finish() {
  console.log(log.join('\n'));
  const sync = new FileReaderSync();
  const bytes = new Blob([new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff, 0])], { type: 'x/y' });
  console.log(JSON.stringify(sync.readAsText(bytes)), sync.readAsDataURL(bytes),
              JSON.stringify(sync.readAsBinaryString(bytes)), sync.readAsArrayBuffer(bytes).byteLength);
  console.log(sync.readAsDataURL(new Blob([])), JSON.stringify(sync.readAsText(new Blob(['a']), 'no-such-label')));
  for (const make of [() => sync.readAsText('x'), () => sync.readAsText(),
                      () => FileReaderSync.prototype.readAsText.call(reader, bytes), () => FileReader()]) {
    try {
      make();
      console.log('was not refused');
    } catch (error) {
      console.log(error.name);
    }
  }
  const event = new ProgressEvent('p', { loaded: 1.5, total: 3, lengthComputable: 1 });
  console.log(event.loaded, event.total, event.lengthComputable, event.isTrusted);
}
