// Blob.stream().  https://w3c.github.io/FileAPI/#blob-get-stream
function (host, prelude) {
  'use strict';
  var streams = prelude.partOf('streams');
  var chunkSize = 65536;
  return {
    // A readable byte stream of `size` bytes; `read(from, to)` gives those as a Uint8Array of its own.
    create: function (size, read) {
      var at = 0;
      return new streams.ReadableStream(prelude.bare({
        type: 'bytes',
        pull: function (controller) {
          if (at < size) {
            var end = size - at > chunkSize ? at + chunkSize : size;
            streams.enqueueBytes(controller, read(at, end));
            at = end;
          }
          if (at === size) streams.closeBytes(controller);
        }
      }));
    }
  };
}
