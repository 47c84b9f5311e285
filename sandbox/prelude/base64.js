// btoa and atob.  https://html.spec.whatwg.org/multipage/webappapis.html#atob
// Forgiving base64: https://infra.spec.whatwg.org/#forgiving-base64
//
// Bytes are code units 0–255 of a string. Text is made in runs: adding single letters to one long
// string would copy it each time.

var base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64Encode(text) {
  var runs = list(), run = '', i = 0;
  for (; i < text.length; i += 3) {
    var a = charCode(text, i), b = i + 1 < text.length ? charCode(text, i + 1) : 0,
        c = i + 2 < text.length ? charCode(text, i + 2) : 0;
    if (a > 255 || b > 255 || c > 255) {
      throw domException('InvalidCharacterError', 'The string to be encoded contains characters ' +
                         'outside of the Latin1 range.');
    }
    run += base64Letters[a >> 2] + base64Letters[(a & 3) << 4 | b >> 4] +
           (i + 1 < text.length ? base64Letters[(b & 15) << 2 | c >> 6] : '=') +
           (i + 2 < text.length ? base64Letters[c & 63] : '=');
    if (run.length > 240) {
      append(runs, run);
      run = '';
    }
  }
  append(runs, run);
  return join(runs, '');
}

function base64Value(code) {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  return code === 43 ? 62 : code === 47 ? 63 : -1;
}

function isAsciiSpace(code) {
  return code === 32 || code === 9 || code === 10 || code === 12 || code === 13;
}

// The bytes as a string, or null for failure.
function forgivingBase64(text) {
  var digits = list(), padding = 0, i;
  // 1. Remove all ASCII whitespace. 2. At most two "=" end it, if its length is then a multiple of
  //    four. 4. Anything else outside the alphabet is failure.
  for (i = 0; i < text.length; i++) {
    var code = charCode(text, i);
    if (isAsciiSpace(code)) continue;
    if (code === 61) {
      if (++padding > 2) return null;
      continue;
    }
    var value = base64Value(code);
    if (value < 0 || padding > 0) return null;
    append(digits, value);
  }
  if (padding > 0 && (digits.length + padding) % 4 !== 0) return null;
  // 3. A length that leaves a remainder of one is failure.
  if (digits.length % 4 === 1) return null;
  var runs = list(), run = '', buffer = 0, bits = 0;
  for (i = 0; i < digits.length; i++) {
    buffer = (buffer << 6 | digits[i]) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    run += fromCharCode(buffer >> bits & 255);
    if (run.length > 240) {
      append(runs, run);
      run = '';
    }
  }
  append(runs, run);
  return join(runs, '');
}
