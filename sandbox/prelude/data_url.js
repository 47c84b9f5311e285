// The data: URL processor.  https://fetch.spec.whatwg.org/#data-url-processor
//
// Workers run whatever the body is, as classic scripts do, so the MIME type is not looked at.

function endsWithBase64(type) {
  // "U+003B (;), followed by zero or more U+0020 SPACE, followed by an ASCII case-insensitive match
  // for base64", at the end of the type.
  var text = lowerCase(trimSpaces(type));
  if (textSlice(text, -6) !== 'base64') return false;
  var at = text.length - 7;
  while (at >= 0 && text[at] === ' ') at--;
  return text[at] === ';';
}
function trimSpaces(text) {
  var from = 0, to = text.length;
  while (from < to && isAsciiSpace(charCode(text, from))) from++;
  while (to > from && isAsciiSpace(charCode(text, to - 1))) to--;
  return textSlice(text, from, to);
}

// The body as a Uint8Array; undefined for failure.
function dataUrlBytes(url) {
  // 2.–3. The URL without its fragment and without "data:".
  var text = textSlice(serializeUrl(url, true), 5), comma = textIndex(text, ',');
  // 5.–7. The MIME type ends at the first comma; without one it is failure.
  if (comma < 0) return undefined;
  // 9.–10. The body is percent-decoded.
  var body = percentDecode(textSlice(text, comma + 1));
  if (!endsWithBase64(textSlice(text, 0, comma))) return body;
  // 11. Base64: forgiving, failure is failure.
  var bytes = forgivingBase64(host.utf8Decode(body));
  if (bytes === null) return undefined;
  var out = new $Uint8Array(bytes.length);
  for (var i = 0; i < bytes.length; i++) out[i] = charCode(bytes, i);
  return out;
}
