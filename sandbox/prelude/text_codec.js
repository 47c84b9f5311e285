// TextEncoder and TextDecoder, for UTF-8.  https://encoding.spec.whatwg.org/#api
//
// Other encodings are refused with the standard's RangeError; docs/html.md says so.

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
    source = toScalarText(source);
    if (!isObject(destination) || host.classOf(destination) !== 'Uint8Array') {
      throw new $TypeError("Failed to execute 'encodeInto' on 'TextEncoder': parameter 2 is not " +
                           "of type 'Uint8Array'.");
    }
    var room = viewGetters.length(destination), read = 0, written = 0;
    // The longest beginning of the source whose bytes fit.
    while (read < source.length) {
      var point = pointAt(source, read);
      var size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (written + size > room) break;
      written += size;
      read += point > 0xffff ? 2 : 1;
    }
    setBytes(destination, host.utf8Encode(textSlice(source, 0, read)), 0);
    return { read: read, written: written };
  }
});
lengths(TextEncoder.prototype, { encode: 0 });

var utf8Labels = bare({
  'unicode-1-1-utf-8': true, 'unicode11utf8': true, 'unicode20utf8': true, 'utf-8': true,
  'utf8': true, 'x-unicode20utf8': true
});

function TextDecoder(label, options) {
  constructing(this, TextDecoder, DECODER);
  var encoding = label === undefined ? 'utf-8' : lowerCase(trimSpaces(toText(label)));
  options = toDictionary(options, "Failed to construct 'TextDecoder'");
  var fatal = options ? !!options.fatal : false, ignoreMark = options ? !!options.ignoreBOM : false;
  if (!utf8Labels[encoding]) {
    throw new $RangeError("Failed to construct 'TextDecoder': The encoding label provided ('" +
                          encoding + "') is invalid or not supported.");
  }
  this[DECODER] = { fatal: fatal, ignoreMark: ignoreMark, kept: null, markSeen: false };
}

// How far `bytes` is valid UTF-8, and whether what follows is merely cut off at the end.
// https://encoding.spec.whatwg.org/#utf-8-decoder
function scanUtf8(bytes, length) {
  var at = 0;
  while (at < length) {
    var lead = bytes[at];
    if (lead < 0x80) {
      at++;
      continue;
    }
    var more = lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2
             : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    if (more === 0) return { valid: at, cut: false };
    var low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    var high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    for (var i = 1; i <= more; i++, low = 0x80, high = 0xbf) {
      if (at + i >= length) return { valid: at, cut: true };
      if (bytes[at + i] < low || bytes[at + i] > high) return { valid: at, cut: false };
    }
    at += more + 1;
  }
  return { valid: at, cut: false };
}

// How many bytes at the end begin a character that is not complete.
function cutBytes(bytes, length) {
  for (var back = 1; back <= 3 && back <= length; back++) {
    var byte = bytes[length - back];
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    return scanUtf8(subarray(bytes, length - back, length), back).cut ? back : 0;
  }
  return 0;
}

defineInterface(TextDecoder, null, 0, {
  get encoding() {
    slotOf(this, DECODER);
    return 'utf-8';
  },
  get fatal() {
    return slotOf(this, DECODER).fatal;
  },
  get ignoreBOM() {
    return slotOf(this, DECODER).ignoreMark;
  },
  // https://encoding.spec.whatwg.org/#dom-textdecoder-decode
  decode(input, options) {
    var decoder = slotOf(this, DECODER), where = "Failed to execute 'decode' on 'TextDecoder'";
    var bytes = input === undefined ? new $Uint8Array(0) : isObject(input) && sourceBytes(input);
    if (!bytes) {
      throw new $TypeError(where + ": parameter 1 is not of type 'ArrayBuffer' or a view of one.");
    }
    options = toDictionary(options, where);
    var stream = options ? !!options.stream : false;
    if (decoder.kept) bytes = joined(decoder.kept, bytes);
    decoder.kept = null;
    var length = bytes.length, cut = stream ? cutBytes(bytes, length) : 0;
    if (cut > 0) {
      decoder.kept = firstBytes(subarray(bytes, length - cut, length), cut);
      length -= cut;
      bytes = subarray(bytes, 0, length);
    }
    if (decoder.fatal && scanUtf8(bytes, length).valid < length) {
      decoder.markSeen = false;
      decoder.kept = null;
      throw new $TypeError(where + ': The encoded data was not valid.');
    }
    var text = host.utf8Decode(bytes);
    // "If BOM seen is false": one byte-order mark in front of the whole stream is no text.
    if (!decoder.ignoreMark && !decoder.markSeen && text[0] === '\ufeff') text = textSlice(text, 1);
    decoder.markSeen = stream && (decoder.markSeen || length > 0);
    return text;
  }
});
lengths(TextDecoder.prototype, { decode: 0 });

function joined(first, second) {
  var bytes = new $Uint8Array(first.length + second.length);
  copyBytes(bytes, 0, first, 0, first.length);
  copyBytes(bytes, first.length, second, 0, second.length);
  return bytes;
}
