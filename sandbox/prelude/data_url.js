// The data: URL processor.  https://fetch.spec.whatwg.org/#data-url-processor

var base64Ending = /; *base64$/i;

function trimSpaces(text) {
  var from = 0, to = text.length;
  while (from < to && isAsciiSpace(charCode(text, from))) from++;
  while (to > from && isAsciiSpace(charCode(text, to - 1))) to--;
  return textSlice(text, from, to);
}

// { type, bytes }: a MIME type record and a Uint8Array; undefined for failure.
function processDataUrl(url) {
  // 2.–4. The URL without its fragment and without "data:".
  var text = textSlice(serializeUrl(url, true), 5), comma = textIndex(text, ',');
  // 5.–7. The MIME type ends at the first comma, without white space around it; without a comma it
  //       is failure.
  if (comma < 0) return undefined;
  var type = trimSpaces(textSlice(text, 0, comma));
  // 9.–10. The body is percent-decoded.
  var bytes = percentDecode(textSlice(text, comma + 1)), ending = regexpExec(base64Ending, type);
  // 11. If mimeType ends with ";", zero or more spaces, and "base64" in any case:
  if (ending !== null) {
    bytes = host.base64Bytes(host.utf8Decode(bytes));
    if (bytes === undefined) return undefined;
    type = textSlice(type, 0, type.length - ending[0].length);
  }
  // 12. If mimeType starts with ";", then prepend "text/plain" to mimeType.
  if (type[0] === ';') type = 'text/plain' + type;
  // 13.–14. What cannot be parsed is text/plain;charset=US-ASCII.
  return { type: parseMimeType(type) || parseMimeType('text/plain;charset=US-ASCII'), bytes: bytes };
}
