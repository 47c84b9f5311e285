// Domain to ASCII.  https://url.spec.whatwg.org/#concept-domain-to-ascii
//
// Exact for ASCII domains. For others the big mapping table of UTS #46 is not here: a label is
// lowered, normalized (NFKC) where the engine can, and its full-width ASCII and ideographic dots are
// folded; what then still looks wrong is refused. docs/html.md says so.

function domainToAscii(text) {
  var ascii = true, i;
  for (i = 0; i < text.length && ascii; i++) ascii = charCode(text, i) < 128;
  if (ascii && !contains(lowerCase(text), 'xn--')) return lowerCase(text);
  var labels = split(foldDomain(text), '.'), out = list();
  for (i = 0; i < labels.length; i++) {
    var label = asciiLabel(labels[i]);
    if (label === null) return null;
    append(out, label);
  }
  return join(out, '.');
}

function foldDomain(text) {
  var out = '';
  for (var i = 0; i < text.length; i++) {
    var unit = charCode(text, i);
    // Ignored by UTS #46: soft hyphen, zero-width characters, variation selectors, U+FEFF.
    if (unit === 0xad || unit === 0x200b || unit === 0x2060 || unit === 0xfeff ||
        unit >= 0xfe00 && unit <= 0xfe0f) {
      continue;
    }
    if (unit === 0x3002 || unit === 0xff0e || unit === 0xff61) unit = 0x2e;
    else if (unit >= 0xff01 && unit <= 0xff5e) unit -= 0xfee0;
    out += unit === 0x1e9e ? 'ss' : fromCharCode(unit);
  }
  out = lowerCase(out);
  return normalizeText ? lowerCase(normalizeText(out, 'NFKC')) : out;
}
var normalizeText = $String.prototype.normalize ? uncurry($String.prototype.normalize) : null;

function asciiLabel(label) {
  var points = list(), ascii = true, i;
  for (i = 0; i < label.length; i++) {
    var point = pointAt(label, i);
    // Unassigned for domains: controls, surrogates, private use, noncharacters, U+FFFD.
    if (point >= 0x80 && point < 0xa0 || point >= 0xd800 && point <= 0xf8ff ||
        point >= 0xfff0 && point <= 0xffff || point >= 0xfdd0 && point <= 0xfdef || point >= 0x2000 && point <= 0x200a ||
        point >= 0x200e && point <= 0x206f || point === 0x3000 || point === 0xa0) {
      return null;
    }
    if (point > 0xffff) i++;
    if (point > 127) ascii = false;
    append(points, point);
  }
  if (!ascii) {
    if (startsWith(label, 'xn--')) return null;
    var encoded = punycode(points);
    return encoded && 'xn--' + encoded;
  }
  // A label that is already encoded must decode to something that needed it, and that would have been
  // encoded as it is.
  if (startsWith(label, 'xn--')) {
    var decoded = unpunycode(textSlice(label, 4));
    if (decoded === null || foldDomain(decoded) !== decoded) return null;
    if (asciiLabel(decoded) !== label) return null;
  }
  return label;
}

// RFC 3492.
function adapt(delta, count, first) {
  delta = first ? floor(delta / 700) : delta >> 1;
  delta += floor(delta / count);
  var k = 0;
  for (; delta > 455; k += 36) delta = floor(delta / 35);
  return k + floor(36 * delta / (delta + 38));
}
function threshold(k, bias) {
  return k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
}

function punycode(points) {
  var out = '', i, basic = 0;
  for (i = 0; i < points.length; i++) {
    if (points[i] < 128) {
      out += fromCharCode(points[i]);
      basic++;
    }
  }
  if (basic > 0) out += '-';
  var n = 128, delta = 0, bias = 72, handled = basic;
  while (handled < points.length) {
    var next = 0x110000;
    for (i = 0; i < points.length; i++) if (points[i] >= n) next = min(next, points[i]);
    delta += (next - n) * (handled + 1);
    n = next;
    for (i = 0; i < points.length; i++) {
      if (points[i] < n) delta++;
      if (points[i] !== n) continue;
      for (var q = delta, k = 36;; k += 36) {
        var t = threshold(k, bias);
        if (q < t) break;
        out += punycodeDigit(t + (q - t) % (36 - t));
        q = floor((q - t) / (36 - t));
      }
      out += punycodeDigit(q);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return out;
}
function punycodeDigit(value) {
  return fromCharCode(value + (value < 26 ? 97 : 22));
}

// The label that `text` encodes, if it has at least one code point beyond ASCII; otherwise null.
function unpunycode(text) {
  var dash = textLastIndex(text, '-'), at = dash < 0 ? 0 : dash + 1;
  var n = 128, i = 0, bias = 72, characters = list();
  if (at >= text.length || text.length > 1000) return null;
  for (var basic = 0; basic < dash; basic++) append(characters, text[basic]);
  while (at < text.length) {
    var old = i;
    for (var weight = 1, k = 36;; k += 36) {
      if (at >= text.length) return null;
      var code = charCode(text, at++);
      var digit = code >= 97 && code <= 122 ? code - 97 : code >= 48 && code <= 57 ? code - 22 : -1;
      if (digit < 0) return null;
      i += digit * weight;
      if (i > 0x7fffffff) return null;
      var t = threshold(k, bias);
      if (digit < t) break;
      weight *= 36 - t;
      if (weight > 0x7fffffff) return null;
    }
    var count = characters.length + 1;
    bias = adapt(i - old, count, old === 0);
    n += floor(i / count);
    i %= count;
    if (n > 0x10ffff || n >= 0xd800 && n <= 0xdfff) return null;
    for (var last = count - 1; last > i; last--) characters[last] = characters[last - 1];
    characters[i++] = pointText(n);
  }
  return join(characters, '');
}
function pointText(point) {
  if (point < 0x10000) return fromCharCode(point);
  return fromCharCode(0xd800 + (point - 0x10000 >> 10), 0xdc00 + (point & 0x3ff));
}
