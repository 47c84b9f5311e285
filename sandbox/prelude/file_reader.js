// FileReader and FileReaderSync.  https://w3c.github.io/FileAPI/#dfn-filereader
//
// The bytes of a Blob are in memory, so a read is three tasks, one after the other: loadstart, then
// progress if there are bytes, then load and loadend. A read that abort() ended has another number
// than the reader, and its next task does nothing.

var FILE_READER = host.slot('FileReader');

function FileReader() {
  constructing(this, FileReader, FILE_READER);
  becomeTarget(this);
  this[FILE_READER] = { state: 0, result: null, read: 0, object: this };
}

// https://w3c.github.io/FileAPI/#readOperation
function readOperation(reader, blob, pack, label) {
  // 1. If fr's state is "loading", throw an InvalidStateError DOMException.
  if (reader.state === 1) {
    throw domException('InvalidStateError', 'The object is already busy reading Blobs.');
  }
  // 2.–4. Set state to "loading" and result to null; error is never anything else.
  reader.state = 1;
  reader.result = null;
  var read = ++reader.read;
  function fire(type, loaded) {
    dispatch(reader.object, newProgressEvent(type, loaded, blob.size), true);
  }
  function later(step) {
    queueTask(function () {
      if (reader.read === read) step();
    });
  }
  // 10. The first task fires loadstart, and then those that follow the chunks.
  later(function () {
    fire('loadstart', 0);
    later(blob.size > 0 ? progress : finish);
  });
  function progress() {
    fire('progress', blob.size);
    later(finish);
  }
  function finish() {
    reader.state = 2;
    reader.result = pack(blob, label);
    fire('load', blob.size);
    // A handler may have begun another read: then loadend is that one's.
    if (reader.state !== 1) fire('loadend', blob.size);
  }
}

var fileReaderMembers = readerMembers('FileReader', FILE_READER, readOperation);
defineInterface(FileReader, EventTarget, 0, withMembers(fileReaderMembers, {
  // https://w3c.github.io/FileAPI/#abort
  abort() {
    var reader = slotOf(this, FILE_READER);
    // 1.–2. The result is gone; a read that is under way is done.
    reader.result = null;
    if (reader.state !== 1) return;
    reader.state = 2;
    // 3.–4. Its tasks are dropped.
    reader.read++;
    // 5.–6. Fire abort; if no handler began another read, loadend.
    dispatch(reader.object, newProgressEvent('abort', 0, 0), false);
    if (reader.state !== 1) dispatch(reader.object, newProgressEvent('loadend', 0, 0), false);
  },
  get readyState() {
    return slotOf(this, FILE_READER).state;
  },
  get result() {
    return slotOf(this, FILE_READER).result;
  },
  // Bytes in memory can always be read.
  get error() {
    slotOf(this, FILE_READER);
    return null;
  }
}));
constants(FileReader, { EMPTY: 0, LOADING: 1, DONE: 2 });
handlerAttributes(FileReader.prototype,
                  ['loadstart', 'progress', 'load', 'abort', 'error', 'loadend']);

var FILE_READER_SYNC = host.slot('FileReaderSync');

function FileReaderSync() {
  constructing(this, FileReaderSync, FILE_READER_SYNC);
  this[FILE_READER_SYNC] = true;
}
defineInterface(FileReaderSync, null, 0,
                readerMembers('FileReaderSync', FILE_READER_SYNC, readSync));

function readSync(record, blob, pack, label) {
  return pack(blob, label);
}
