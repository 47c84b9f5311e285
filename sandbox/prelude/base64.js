// btoa and atob.  https://html.spec.whatwg.org/multipage/webappapis.html#atob
//
// The work is done in C++ (host_base64.cpp). Bytes are code units 0–255 of a string.

function base64Encode(text) {
  var encoded = host.btoa(text);
  if (encoded === undefined) {
    throw domException('InvalidCharacterError', 'The string to be encoded contains characters ' +
                       'outside of the Latin1 range.');
  }
  return encoded;
}

// The bytes as a string, or null for failure.
function forgivingBase64(text) {
  var decoded = host.atob(text);
  return decoded === undefined ? null : decoded;
}

function isAsciiSpace(code) {
  return code === 32 || code === 9 || code === 10 || code === 12 || code === 13;
}
