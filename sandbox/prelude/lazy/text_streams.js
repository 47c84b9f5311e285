// TextEncoderStream and TextDecoderStream.  https://encoding.spec.whatwg.org/#interface-textdecoderstream
function (host, prelude) {
  'use strict';
  var ENCODER = host.slot('TextEncoderStream'), DECODER = host.slot('TextDecoderStream');
  var generic = prelude.partOf('generic-transform'), members = generic.members;
  var decode = prelude.decode, encode = prelude.encode;

  // https://encoding.spec.whatwg.org/#dom-textencoderstream
  function TextEncoderStream() {
    prelude.constructing(this, TextEncoderStream, ENCODER);
    var lead = '';
    this[ENCODER] = {
      // https://encoding.spec.whatwg.org/#encode-and-enqueue-a-chunk
      transform: generic.create(function (chunk, enqueue) {
        var text = lead + prelude.toText(chunk);
        lead = '';
        var last = text.length > 0 ? prelude.charCode(text, text.length - 1) : 0;
        // A leading surrogate waits for the chunk with its other half.
        if (last >= 0xd800 && last <= 0xdbff) {
          lead = prelude.textSlice(text, text.length - 1);
          text = prelude.textSlice(text, 0, text.length - 1);
        }
        if (text !== '') enqueue(encode(text));
      }, function (enqueue) {
        // https://encoding.spec.whatwg.org/#encode-and-flush
        if (lead !== '') enqueue(encode(lead));
      })
    };
  }
  prelude.makeInterface(TextEncoderStream, 0, members(ENCODER, {
    get encoding() {
      prelude.slotOf(this, ENCODER);
      return 'utf-8';
    }
  }));

  // https://encoding.spec.whatwg.org/#dom-textdecoderstream
  function TextDecoderStream(label, options) {
    prelude.constructing(this, TextDecoderStream, DECODER);
    // The decoder checks label and options, and remembers what is in the middle of a character.
    var decoder = label === undefined && options === undefined ? new prelude.TextDecoder()
                : new prelude.TextDecoder(label, options);
    this[DECODER] = {
      decoder: decoder,
      // https://encoding.spec.whatwg.org/#decode-and-enqueue-a-chunk
      transform: generic.create(function (chunk, enqueue) {
        var bytes = prelude.isObject(chunk) && prelude.sourceBytes(chunk);
        if (!bytes) {
          throw new prelude.TypeError("The chunk is not of type 'ArrayBuffer' or a view of one.");
        }
        var text = decode(decoder, bytes, true);
        if (text !== '') enqueue(text);
      }, function (enqueue) {
        // https://encoding.spec.whatwg.org/#flush-and-enqueue
        var text = decode(decoder, undefined, false);
        if (text !== '') enqueue(text);
      })
    };
  }
  function decoderGetter(name) {
    var get = prelude.getterOf(prelude.TextDecoder.prototype, name);
    return function (stream) {
      return get(prelude.slotOf(stream, DECODER).decoder);
    };
  }
  var encodingOf = decoderGetter('encoding'), fatalOf = decoderGetter('fatal'),
      ignoreOf = decoderGetter('ignoreBOM');
  prelude.makeInterface(TextDecoderStream, 0, members(DECODER, {
    get encoding() {
      return encodingOf(this);
    },
    get fatal() {
      return fatalOf(this);
    },
    get ignoreBOM() {
      return ignoreOf(this);
    }
  }));
  return { TextEncoderStream: TextEncoderStream, TextDecoderStream: TextDecoderStream };
}
