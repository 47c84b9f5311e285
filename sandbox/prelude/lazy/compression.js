// CompressionStream and DecompressionStream.  https://compression.spec.whatwg.org/
function (host, prelude) {
  'use strict';
  var generic = prelude.partOf('generic-transform');
  var formats = prelude.bare({ 'deflate': true, 'deflate-raw': true, 'gzip': true });
  var empty = new prelude.Uint8Array(0);

  // Both interfaces: zlib does the work (host_compression.cpp), one context a stream.
  function define(constructor, slot) {
    prelude.makeInterface(constructor, 1, generic.members(slot, {}));
  }
  function construct(self, slot, given, name, decompresses) {
    var where = "Failed to construct '" + name + "'";
    prelude.required(given, 1, where);
    var format = prelude.toText(given[0]);
    if (formats[format] !== true) {
      throw new prelude.TypeError(where + ": '" + format + "' is not a compression format.");
    }
    var context = host.newCompression(format, decompresses);
    function run(bytes, last, enqueue) {
      var pieces = prelude.list(), trouble = host.compress(context, bytes, last, pieces);
      for (var i = 0; i < pieces.length; i++) enqueue(pieces[i]);
      if (trouble !== null) throw new prelude.TypeError(name + ': ' + trouble);
    }
    self[slot] = {
      transform: generic.create(function (chunk, enqueue) {
        var bytes = prelude.isObject(chunk) && prelude.sourceBytes(chunk);
        if (!bytes) {
          throw new prelude.TypeError(name + ": the chunk is not of type 'ArrayBuffer' or a view of one.");
        }
        run(bytes, false, enqueue);
      }, function (enqueue) {
        run(empty, true, enqueue);
      })
    };
  }

  var COMPRESSION = host.slot('CompressionStream');
  function CompressionStream(format) {
    prelude.constructing(this, CompressionStream, COMPRESSION);
    construct(this, COMPRESSION, arguments, 'CompressionStream', false);
  }
  define(CompressionStream, COMPRESSION);

  var DECOMPRESSION = host.slot('DecompressionStream');
  function DecompressionStream(format) {
    prelude.constructing(this, DecompressionStream, DECOMPRESSION);
    construct(this, DECOMPRESSION, arguments, 'DecompressionStream', true);
  }
  define(DecompressionStream, DECOMPRESSION);
  return { CompressionStream: CompressionStream, DecompressionStream: DecompressionStream };
}
