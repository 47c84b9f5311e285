// The host parser.  https://url.spec.whatwg.org/#host-parsing
//
// A host is kept as it is serialized: "example.org", "192.0.2.1", "[2001:db8::1]", "". Failure is
// null everywhere.

var forbiddenHost = encodeTable('\0\t\n\r #/:<>?@[\\]^|');

function encodeTable(characters) {
  var table = list();
  for (var i = 0; i < 128; i++) append(table, contains(characters, fromCharCode(i)));
  return table;
}
function forbidden(text, domain) {
  for (var i = 0; i < text.length; i++) {
    var code = charCode(text, i);
    if (code < 128 && forbiddenHost[code]) return true;
    if (domain && (code < 0x20 || code === 0x25 || code === 0x7f)) return true;
  }
  return false;
}

function parseHost(input, special) {
  // 1. If input starts with U+005B ([), then: it must end with U+005D (]).
  if (input[0] === '[') {
    if (input[input.length - 1] !== ']') return null;
    var pieces = parseIPv6(textSlice(input, 1, -1));
    return pieces && '[' + serializeIPv6(pieces) + ']';
  }
  // 2. If isOpaque is true, then return the result of opaque-host parsing input.
  if (!special) return forbidden(input, false) ? null : percentEncode(input, controlSet);
  // 4.–7. Domain to ASCII; then no forbidden domain code point may be left.
  var domain = domainToAscii(decodeText(input));
  if (!domain || forbidden(domain, true)) return null;
  // 8. If asciiDomain ends in a number, then return the result of IPv4 parsing it.
  return endsInNumber(domain) ? parseIPv4(domain) : domain;
}

var notPlainDomain = /[^\0-\x7f]|xn--/;

// https://url.spec.whatwg.org/#concept-domain-to-ascii, beStrict false
function domainToAscii(domain) {
  // 1. An ASCII string without a label that is Punycode is only lowered.
  var lowered = lowerCase(domain);
  if (!holds(lowered, notPlainDomain) && !holds(domain, notPlainDomain)) return lowered;
  // 2.–5. Unicode ToASCII. Failure, and an empty result, are failure.
  return host.domainToAscii(domain) || null;
}

function split(text, separator) {
  var parts = list(), from = 0, at;
  while ((at = textIndex(text, separator, from)) >= 0) {
    append(parts, textSlice(text, from, at));
    from = at + separator.length;
  }
  append(parts, textSlice(text, from));
  return parts;
}

function allDigits(text, radix) {
  for (var i = 0; i < text.length; i++) {
    var value = hexValue(charCode(text, i));
    if (value < 0 || value >= radix) return false;
  }
  return true;
}

// https://url.spec.whatwg.org/#ends-in-a-number-checker
function endsInNumber(text) {
  var parts = split(text, '.'), last = parts[parts.length - 1];
  if (last === '') {
    if (parts.length === 1) return false;
    last = parts[parts.length - 2];
  }
  return last !== '' && allDigits(last, 10) || numberIPv4(last) !== null;
}

// https://url.spec.whatwg.org/#ipv4-number-parser
function numberIPv4(text) {
  if (text === '') return null;
  var radix = 10;
  if (text.length >= 2 && text[0] === '0') {
    radix = text[1] === 'x' || text[1] === 'X' ? 16 : 8;
    text = textSlice(text, radix === 16 ? 2 : 1);
  }
  if (text === '') return 0;
  if (!allDigits(text, radix)) return null;
  var value = 0;
  for (var i = 0; i < text.length; i++) value = value * radix + hexValue(charCode(text, i));
  return value;
}

// https://url.spec.whatwg.org/#concept-ipv4-parser
function parseIPv4(text) {
  var parts = split(text, '.');
  if (parts[parts.length - 1] === '' && parts.length > 1) parts.length--;
  if (parts.length > 4) return null;
  var address = 0;
  for (var i = 0; i < parts.length; i++) {
    var number = numberIPv4(parts[i]), last = i === parts.length - 1;
    if (number === null || number >= (last ? pow(256, 4 - i) : 256)) return null;
    address += last ? number : number * pow(256, 3 - i);
  }
  return floor(address / 16777216) + '.' + (address >>> 16 & 255) + '.' + (address >>> 8 & 255) +
         '.' + (address & 255);
}

// https://url.spec.whatwg.org/#concept-ipv6-parser
function parseIPv6(text) {
  var pieces = list(), compress = -1, at = 0, i;
  for (i = 0; i < 8; i++) append(pieces, 0);
  i = 0;
  if (text[0] === ':') {
    if (text[1] !== ':') return null;
    at = 2;
    compress = ++i;
  }
  while (at < text.length) {
    if (i === 8) return null;
    if (text[at] === ':') {
      if (compress >= 0) return null;
      at++;
      compress = ++i;
      continue;
    }
    var value = 0, length = 0, digit;
    while (length < 4 && at < text.length && (digit = hexValue(charCode(text, at))) >= 0) {
      value = value * 16 + digit;
      at++;
      length++;
    }
    if (text[at] === '.') {
      if (length === 0 || i > 6 || !embeddedIPv4(textSlice(text, at - length), pieces, i)) {
        return null;
      }
      i += 2;
      break;
    }
    if (text[at] === ':') {
      if (++at === text.length) return null;
    } else if (at < text.length) {
      return null;
    }
    pieces[i++] = value;
  }
  if (compress < 0) return i === 8 ? pieces : null;
  // Compressed: the pieces after "::" move to the end.
  for (var swaps = i - compress, to = 7; to !== 0 && swaps > 0; to--, swaps--) {
    var from = compress + swaps - 1, moved = pieces[from];
    pieces[from] = pieces[to];
    pieces[to] = moved;
  }
  return pieces;
}

// "::1.2.3.4": exactly four decimal parts without leading zeros fill two pieces.
function embeddedIPv4(text, pieces, i) {
  var parts = split(text, '.');
  if (parts.length !== 4) return false;
  for (var part = 0; part < 4; part++) {
    var digits = parts[part];
    if (digits === '' || digits.length > 3 || !allDigits(digits, 10) ||
        digits.length > 1 && digits[0] === '0' || +digits > 255) {
      return false;
    }
    pieces[i + (part >> 1)] = pieces[i + (part >> 1)] * 256 + +digits;
  }
  return true;
}

// https://url.spec.whatwg.org/#concept-ipv6-serializer
function serializeIPv6(pieces) {
  var best = -1, longest = 1, i, end, out = '';
  for (i = 0; i < 8; i = end + 1) {
    for (end = i; end < 8 && pieces[end] === 0; end++);
    if (end - i > longest) {
      best = i;
      longest = end - i;
    }
  }
  for (i = 0; i < 8; i++) {
    if (i === best) {
      out += i === 0 ? '::' : ':';
      i += longest - 1;
      continue;
    }
    out += numberText(pieces[i], 16) + (i < 7 ? ':' : '');
  }
  return out;
}
