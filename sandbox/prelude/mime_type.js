// MIME types.  https://mimesniff.spec.whatwg.org/#parsing-a-mime-type
//
// A record: essence is "type/subtype"; names and values are lists of the parameters, side by side.

var notToken = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/, notQuotedToken = /[^\t -~\x80-\xff]/;

function isToken(text) {
  return text !== '' && !holds(text, notToken);
}
function isHttpSpace(code) {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
// Where a run of HTTP white space that begins at `at` ends.
function afterSpace(text, at) {
  while (at < text.length && isHttpSpace(charCode(text, at))) at++;
  return at;
}
function withoutSpaceAfter(text) {
  var to = text.length;
  while (to > 0 && isHttpSpace(charCode(text, to - 1))) to--;
  return textSlice(text, 0, to);
}
// Where the first of the two characters is from `at` on; the end if there is none.
function nextOf(text, at, one, other) {
  while (at < text.length && text[at] !== one && text[at] !== other) at++;
  return at;
}
// Only ASCII letters have a case in a token.
function lowerToken(text) {
  return isToken(text) ? lowerCase(text) : text;
}

// https://mimesniff.spec.whatwg.org/#parse-a-mime-type; null for failure.
function parseMimeType(input) {
  // 1. Remove any leading and trailing HTTP whitespace from input.
  var text = withoutSpaceAfter(textSlice(input, afterSpace(input, 0)));
  // 3.–6. The type ends at U+002F (/).
  var slash = textIndex(text, '/');
  if (slash < 0) return null;
  var type = textSlice(text, 0, slash);
  // 7.–9. The subtype ends at U+003B (;).
  var at = nextOf(text, slash, ';', ';'), subtype = withoutSpaceAfter(textSlice(text, slash + 1, at));
  if (!isToken(type) || !isToken(subtype)) return null;
  var record = { essence: lowerCase(type + '/' + subtype), names: list(), values: list() };
  // 11. While position is not past the end of input:
  while (at < text.length) {
    var from = afterSpace(text, at + 1), value;
    at = nextOf(text, from, ';', '=');
    var name = lowerToken(textSlice(text, from, at));
    if (at >= text.length) break;
    if (text[at] === ';') continue;
    at++;
    if (text[at] === '"') {
      var quoted = quotedString(text, at);
      value = quoted.value;
      at = nextOf(text, quoted.end, ';', ';');
    } else {
      from = at;
      at = nextOf(text, from, ';', ';');
      value = withoutSpaceAfter(textSlice(text, from, at));
      if (value === '') continue;
    }
    if (isToken(name) && !holds(value, notQuotedToken) && parameterOf(record, name) === undefined) {
      append(record.names, name);
      append(record.values, value);
    }
  }
  return record;
}

// https://fetch.spec.whatwg.org/#collect-an-http-quoted-string, with the value extracted
function quotedString(text, at) {
  var parts = list(), from = ++at;
  while (at < text.length && text[at] !== '"') {
    if (text[at] !== '\\') {
      at++;
      continue;
    }
    // A backslash stands for the character after it; at the end, for itself.
    append(parts, textSlice(text, from, at));
    from = at + 1 < text.length ? at + 1 : at;
    at += 2;
  }
  append(parts, textSlice(text, from, at));
  return { value: join(parts, ''), end: at + 1 };
}

function parameterOf(record, name) {
  for (var i = 0; i < record.names.length; i++) {
    if (record.names[i] === name) return record.values[i];
  }
}

// https://mimesniff.spec.whatwg.org/#serialize-a-mime-type
function serializeMimeType(record) {
  var out = record.essence;
  for (var i = 0; i < record.names.length; i++) {
    var value = record.values[i];
    if (!isToken(value)) {
      value = '"' + replaceAll(replaceAll(value, '\\', '\\\\'), '"', '\\"') + '"';
    }
    out += ';' + record.names[i] + '=' + value;
  }
  return out;
}

var javaScriptTypes = bare({
  'application/ecmascript': true, 'application/javascript': true,
  'application/x-ecmascript': true, 'application/x-javascript': true, 'text/ecmascript': true,
  'text/javascript': true, 'text/javascript1.0': true, 'text/javascript1.1': true,
  'text/javascript1.2': true, 'text/javascript1.3': true, 'text/javascript1.4': true,
  'text/javascript1.5': true, 'text/jscript': true, 'text/livescript': true,
  'text/x-ecmascript': true, 'text/x-javascript': true
});
// https://mimesniff.spec.whatwg.org/#json-mime-type, of a record or null
function isJsonType(record) {
  return record !== null &&
         (record.essence === 'application/json' || record.essence === 'text/json' ||
          textSlice(record.essence, -5) === '+json');
}

// https://mimesniff.spec.whatwg.org/#javascript-mime-type, of a record or null
function isJavaScriptType(record) {
  return record !== null && javaScriptTypes[record.essence] === true;
}
