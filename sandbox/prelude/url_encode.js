// Percent-encoding.  https://url.spec.whatwg.org/#percent-encoded-bytes
//
// A percent-encode set is a table of 128 flags, with `members`: an expression that finds what is in
// the set. Everything above U+007E is in every set.

function encodeSet(base, characters) {
  var set = base ? copyOf(base) : list(), i;
  for (i = set.length; i < 128; i++) append(set, i < 0x20 || i > 0x7e);
  for (i = 0; i < characters.length; i++) set[charCode(characters, i)] = true;
  var others = '';
  for (i = 0x21; i < 0x7f; i++) if (!set[i]) others += '\\u00' + numberText(i, 16);
  set.members = new $RegExp('[^' + (set[0x20] ? '' : ' ') + others + ']');
  return set;
}

var controlSet = encodeSet(null, ''), fragmentSet = encodeSet(controlSet, ' "<>`'),
    querySet = encodeSet(controlSet, ' "#<>'), specialQuerySet = encodeSet(querySet, "'"),
    pathSet = encodeSet(querySet, '?^`{}'), userinfoSet = encodeSet(pathSet, '/:;=@[\\]|'),
    componentSet = encodeSet(userinfoSet, '$%&+,'), formSet = encodeSet(componentSet, "!'()~");

var hexDigits = '0123456789ABCDEF';
function percentByte(byte) {
  return '%' + hexDigits[byte >> 4] + hexDigits[byte & 15];
}

// The UTF-8 bytes of one code point, percent-encoded.
function percentPoint(point) {
  if (point < 0x80) return percentByte(point);
  if (point < 0x800) return percentByte(0xc0 | point >> 6) + percentByte(0x80 | point & 63);
  if (point < 0x10000) {
    return percentByte(0xe0 | point >> 12) + percentByte(0x80 | point >> 6 & 63) +
           percentByte(0x80 | point & 63);
  }
  return percentByte(0xf0 | point >> 18) + percentByte(0x80 | point >> 12 & 63) +
         percentByte(0x80 | point >> 6 & 63) + percentByte(0x80 | point & 63);
}

// The code point at a place of a scalar value string; above U+FFFF it takes two units.
function pointAt(text, at) {
  var unit = charCode(text, at);
  if (unit < 0xd800 || unit > 0xdbff || at + 1 >= text.length) return unit;
  var next = charCode(text, at + 1);
  if (next < 0xdc00 || next > 0xdfff) return unit;
  return 0x10000 + (unit - 0xd800 << 10) + (next - 0xdc00);
}

// https://url.spec.whatwg.org/#string-utf-8-percent-encode
function percentEncode(text, set) {
  var parts = null, from = 0;
  if (!holds(text, set.members)) return text;
  for (var i = 0; i < text.length; i++) {
    var unit = charCode(text, i);
    if (unit < 128 && !set[unit]) continue;
    var point = pointAt(text, i);
    parts = parts || list();
    if (i > from) append(parts, textSlice(text, from, i));
    append(parts, percentPoint(point));
    if (point > 0xffff) i++;
    from = i + 1;
  }
  if (!parts) return text;
  append(parts, textSlice(text, from));
  return join(parts, '');
}

function hexValue(code) {
  if (code >= 48 && code <= 57) return code - 48;
  code |= 32;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

// https://url.spec.whatwg.org/#string-percent-decode; a Uint8Array.
function percentDecode(text) {
  var bytes = host.utf8Encode(text), length = bytes.length, out = 0;
  if (!contains(text, '%')) return bytes;
  for (var i = 0; i < length; i++, out++) {
    var byte = bytes[i];
    if (byte === 37 && i + 2 < length) {
      var high = hexValue(bytes[i + 1]), low = hexValue(bytes[i + 2]);
      if (high >= 0 && low >= 0) {
        byte = high << 4 | low;
        i += 2;
      }
    }
    bytes[out] = byte;
  }
  return firstBytes(bytes, out);
}

// The first `count` bytes in memory of their own.
function firstBytes(bytes, count) {
  var copy = new $Uint8Array(count);
  setBytes(copy, subarray(bytes, 0, count), 0);
  return copy;
}

function decodeText(text) {
  return contains(text, '%') ? host.utf8Decode(percentDecode(text)) : text;
}
