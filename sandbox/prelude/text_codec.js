// TextEncoder and TextDecoder.  https://encoding.spec.whatwg.org/#api
//
// The decoders themselves are C++ (encoding/): a record of ours keeps one, as an opaque buffer.

var ENCODER = host.slot('TextEncoder');
var DECODER = host.slot('TextDecoder');

function TextEncoder() {
  constructing(this, TextEncoder, ENCODER);
  this[ENCODER] = true;
}
defineInterface(TextEncoder, null, 0, {
  get encoding() {
    slotOf(this, ENCODER);
    return 'utf-8';
  },
  encode(input) {
    slotOf(this, ENCODER);
    return host.utf8Encode(input === undefined ? '' : toText(input));
  },
  // https://encoding.spec.whatwg.org/#dom-textencoder-encodeinto
  encodeInto(source, destination) {
    slotOf(this, ENCODER);
    required(arguments, 2, "Failed to execute 'encodeInto' on 'TextEncoder'");
    source = toText(source);
    if (!isObject(destination) || host.classOf(destination) !== 'Uint8Array') {
      throw new $TypeError("Failed to execute 'encodeInto' on 'TextEncoder': parameter 2 is not " +
                           "of type 'Uint8Array'.");
    }
    return host.encodeInto(source, destination);
  }
});
lengths(TextEncoder.prototype, { encode: 0 });

// https://encoding.spec.whatwg.org/#dom-textdecoder
function newTextDecoder(label, options, where) {
  label = label === undefined ? 'utf-8' : toText(label);
  options = toDictionary(options, where);
  var fatal = options ? !!options.fatal : false, ignoreMark = options ? !!options.ignoreBOM : false;
  var decoder = host.newDecoder(label, fatal, ignoreMark);
  if (decoder === undefined) {
    throw new $RangeError(where + ": The encoding label provided ('" + label +
                          "') is invalid or not supported.");
  }
  return { decoder: decoder, encoding: host.decoderEncoding(decoder), fatal: fatal,
           ignoreMark: ignoreMark };
}

// The text of one piece; `last` ends the stream.
function decodePiece(record, bytes, last, where) {
  var text = host.decode(record.decoder, bytes, last);
  if (text === undefined) throw new $TypeError(where + ': The encoded data was not valid.');
  return text;
}

function TextDecoder(label, options) {
  constructing(this, TextDecoder, DECODER);
  this[DECODER] = newTextDecoder(label, options, "Failed to construct 'TextDecoder'");
}
defineInterface(TextDecoder, null, 0, {
  get encoding() {
    return slotOf(this, DECODER).encoding;
  },
  get fatal() {
    return slotOf(this, DECODER).fatal;
  },
  get ignoreBOM() {
    return slotOf(this, DECODER).ignoreMark;
  },
  // https://encoding.spec.whatwg.org/#dom-textdecoder-decode
  decode(input, options) {
    var record = slotOf(this, DECODER), where = "Failed to execute 'decode' on 'TextDecoder'";
    if (input !== undefined && !isBufferSource(input)) {
      throw new $TypeError(where + ": parameter 1 is not of type 'ArrayBuffer' or a view of one.");
    }
    options = toDictionary(options, where);
    return decodePiece(record, input, !(options && options.stream), where);
  }
});
lengths(TextDecoder.prototype, { decode: 0 });
