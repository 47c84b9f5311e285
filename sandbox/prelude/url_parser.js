// The URL parser and serializer.  https://url.spec.whatwg.org/#concept-basic-url-parser
//
// The standard's parser is a state machine over single characters. Every state ends a path at the
// first "?" and everything at the first "#", so this one cuts those off first and then takes the
// rest piece by piece; each function is named after the states it covers. Failure is null.
//
// A URL record: path is a list of segments, or a string when it is opaque; host is null or its
// serialization; port, query, fragment are null when absent.

var defaultPorts = bare({ ftp: 21, file: null, http: 80, https: 443, ws: 80, wss: 443 });

function isSpecial(url) {
  return defaultPorts[url.scheme] !== undefined;
}
function isOpaquePath(url) {
  return typeof url.path === 'string';
}

function newUrl(scheme) {
  return { scheme: scheme, username: '', password: '', host: null, port: null, path: list(),
           query: null, fragment: null };
}

function isSlash(url, character) {
  return character === '/' || character === '\\' && isSpecial(url);
}

// Removes tabs and newlines, and what stands around the URL.
function trimUrl(text) {
  var from = 0, to = text.length;
  while (from < to && charCode(text, from) <= 32) from++;
  while (to > from && charCode(text, to - 1) <= 32) to--;
  return dropBreaks(textSlice(text, from, to));
}
function dropBreaks(text) {
  return replaceAll(replaceAll(replaceAll(text, '\n', ''), '\r', ''), '\t', '');
}

// The length of a scheme with its colon at the front of `text`, or 0.
function schemeLength(text) {
  for (var i = 0; i < text.length; i++) {
    var code = charCode(text, i), letter = (code | 32) >= 97 && (code | 32) <= 122;
    if (code === 58) return i === 0 ? 0 : i + 1;
    if (!letter && (i === 0 || !(code >= 48 && code <= 57 || code === 43 || code === 45 ||
                                 code === 46))) {
      return 0;
    }
  }
  return 0;
}

// `input` is a scalar value string; base a record or null.
function parseUrl(input, base) {
  var rest = trimUrl(input), fragment = null, query = null, url, at;
  if ((at = textIndex(rest, '#')) >= 0) {
    fragment = textSlice(rest, at + 1);
    rest = textSlice(rest, 0, at);
  }
  if ((at = textIndex(rest, '?')) >= 0) {
    query = textSlice(rest, at + 1);
    rest = textSlice(rest, 0, at);
  }
  var length = schemeLength(rest);
  if (length > 0) {
    url = newUrl(lowerCase(textSlice(rest, 0, length - 1)));
    url = afterScheme(url, textSlice(rest, length), base, query, fragment);
  } else {
    url = noScheme(rest, base, query, fragment);
  }
  if (!url) return null;
  if (query !== null) url.query = percentEncode(query, isSpecial(url) ? specialQuerySet : querySet);
  if (fragment !== null) url.fragment = percentEncode(fragment, fragmentSet);
  return url;
}

// Scheme state, from 2.4 on.
function afterScheme(url, rest, base, query, fragment) {
  if (url.scheme === 'file') return fileState(url, rest, base, query);
  if (isSpecial(url)) {
    if (base && base.scheme === url.scheme && !startsWith(rest, '//')) {
      return relativeState(url, rest, base, query);
    }
    return authority(url, skipSlashes(rest));
  }
  if (startsWith(rest, '//')) return authority(url, textSlice(rest, 2));
  if (rest[0] === '/') return pathState(url, textSlice(rest, 1));
  // Opaque path state: a space right before "?" or "#" is encoded, so that it survives trimming.
  if ((query !== null || fragment !== null) && rest[rest.length - 1] === ' ') {
    rest = textSlice(rest, 0, -1) + '%20';
  }
  url.path = percentEncode(rest, controlSet);
  return url;
}

function noScheme(rest, base, query, fragment) {
  if (!base) return null;
  if (isOpaquePath(base)) {
    if (rest !== '' || query !== null || fragment === null) return null;
    var url = newUrl(base.scheme);
    url.path = base.path;
    url.query = base.query;
    return url;
  }
  if (base.scheme === 'file') return fileState(newUrl('file'), rest, base, query);
  return relativeState(newUrl(base.scheme), rest, base, query);
}

// Relative state and relative slash state.
function relativeState(url, rest, base, query) {
  if (isSlash(url, rest[0])) {
    if (isSpecial(url) && isSlash(url, rest[1])) return authority(url, skipSlashes(rest));
    if (rest[1] === '/') return authority(url, textSlice(rest, 2));
    inheritAuthority(url, base);
    return pathState(url, textSlice(rest, 1));
  }
  inheritAuthority(url, base);
  url.path = copyOf(base.path);
  if (rest === '') {
    if (query === null) url.query = base.query;
    return url;
  }
  shorten(url);
  return pathState(url, rest);
}
function inheritAuthority(url, base) {
  url.username = base.username;
  url.password = base.password;
  url.host = base.host;
  url.port = base.port;
}
// Special authority ignore slashes state.
function skipSlashes(rest) {
  var from = 0;
  while (rest[from] === '/' || rest[from] === '\\') from++;
  return textSlice(rest, from);
}

// Authority, host and port states; `rest` starts after the slashes.
function authority(url, rest) {
  var end = 0;
  while (end < rest.length && !isSlash(url, rest[end])) end++;
  var place = textSlice(rest, 0, end), at = textLastIndex(place, '@');
  if (at >= 0) {
    credentials(url, textSlice(place, 0, at));
    place = textSlice(place, at + 1);
    if (place === '') return null;
  }
  var colon = portColon(place), name = colon < 0 ? place : textSlice(place, 0, colon);
  if (name === '' && (colon >= 0 || isSpecial(url))) return null;
  url.host = parseHost(name, isSpecial(url));
  if (url.host === null) return null;
  if (colon >= 0 && !setPort(url, textSlice(place, colon + 1))) return null;
  return pathStart(url, textSlice(rest, end));
}
function credentials(url, text) {
  var colon = textIndex(text, ':');
  url.username = percentEncode(colon < 0 ? text : textSlice(text, 0, colon), userinfoSet);
  if (colon >= 0) url.password = percentEncode(textSlice(text, colon + 1), userinfoSet);
}
// The first colon outside brackets, or -1.
function portColon(place) {
  for (var i = 0, inside = false; i < place.length; i++) {
    if (place[i] === '[') inside = true;
    else if (place[i] === ']') inside = false;
    else if (place[i] === ':' && !inside) return i;
  }
  return -1;
}
function setPort(url, digits) {
  if (!allDigits(digits, 10)) return false;
  if (digits === '') return true;
  var port = +digits;
  if (port > 65535) return false;
  url.port = port === defaultPorts[url.scheme] ? null : port;
  return true;
}

function isDrive(text) {
  var letter = text.length === 2 ? charCode(text, 0) | 32 : 0;
  return letter >= 97 && letter <= 122 && (text[1] === ':' || text[1] === '|');
}
function startsWithDrive(text) {
  return isDrive(textSlice(text, 0, 2)) &&
         (text.length === 2 || text[2] === '/' || text[2] === '\\');
}

// File, file slash and file host states.
function fileState(url, rest, base, query) {
  url.host = '';
  var from = base && base.scheme === 'file' ? base : null;
  if (isSlash(url, rest[0])) {
    if (isSlash(url, rest[1])) return fileHost(url, textSlice(rest, 2));
    if (from) {
      url.host = from.host;
      var first = from.path[0];
      if (!startsWithDrive(textSlice(rest, 1)) && first !== undefined && isDrive(first) &&
          first[1] === ':') {
        append(url.path, first);
      }
    }
    return pathState(url, textSlice(rest, 1));
  }
  if (!from) return pathState(url, rest);
  url.host = from.host;
  if (rest === '') {
    url.path = copyOf(from.path);
    if (query === null) url.query = from.query;
    return url;
  }
  if (!startsWithDrive(rest)) {
    url.path = copyOf(from.path);
    shorten(url);
  }
  return pathState(url, rest);
}
function fileHost(url, rest) {
  var end = 0;
  while (end < rest.length && !isSlash(url, rest[end])) end++;
  var name = textSlice(rest, 0, end);
  if (isDrive(name)) return pathState(url, rest);
  if (name !== '') {
    url.host = parseHost(name, true);
    if (url.host === null) return null;
    if (url.host === 'localhost') url.host = '';
  }
  return pathStart(url, textSlice(rest, end));
}

// https://url.spec.whatwg.org/#shorten-a-urls-path
function shorten(url) {
  var path = url.path;
  if (url.scheme === 'file' && path.length === 1 && isDrive(path[0]) && path[0][1] === ':') return;
  if (path.length > 0) path.length--;
}

// Path start state: one slash in front does not make a segment.
function pathStart(url, text) {
  if (isSpecial(url)) return pathState(url, isSlash(url, text[0]) ? textSlice(text, 1) : text);
  if (text === '') return url;
  return pathState(url, text[0] === '/' ? textSlice(text, 1) : text);
}

function dots(segment) {
  var text = segment.length > 6 ? segment : replaceAll(lowerCase(segment), '%2e', '.');
  return text === '.' ? 1 : text === '..' ? 2 : 0;
}

function pathState(url, text) {
  var parts = split(isSpecial(url) ? replaceAll(text, '\\', '/') : text, '/');
  for (var i = 0; i < parts.length; i++) {
    var last = i === parts.length - 1;
    var segment = percentEncode(parts[i], pathSet), dotted = dots(segment);
    if (dotted === 2) shorten(url);
    if (dotted !== 0) {
      if (last) append(url.path, '');
      continue;
    }
    if (url.scheme === 'file' && url.path.length === 0 && isDrive(segment)) {
      segment = segment[0] + ':';
    }
    append(url.path, segment);
  }
  return url;
}

function serializePath(url) {
  return isOpaquePath(url) ? url.path : url.path.length ? '/' + join(url.path, '/') : '';
}
function hostAndPort(url) {
  return url.host === null ? '' : url.port === null ? url.host : url.host + ':' + url.port;
}
// https://url.spec.whatwg.org/#concept-url-serializer
function serializeUrl(url, withoutFragment) {
  var out = url.scheme + ':';
  if (url.host !== null) {
    out += '//';
    if (url.username || url.password) {
      out += url.username + (url.password ? ':' + url.password : '') + '@';
    }
    out += hostAndPort(url);
  } else if (!isOpaquePath(url) && url.path.length > 1 && url.path[0] === '') {
    out += '/.';
  }
  out += serializePath(url);
  if (url.query !== null) out += '?' + url.query;
  if (url.fragment !== null && !withoutFragment) out += '#' + url.fragment;
  return out;
}
// https://url.spec.whatwg.org/#origin, serialized
function originOf(url) {
  if (url.scheme === 'blob') {
    var inner = isOpaquePath(url) ? parseUrl(url.path, null) : null;
    var web = inner && (inner.scheme === 'http' || inner.scheme === 'https');
    return web ? originOf(inner) : 'null';
  }
  if (!isSpecial(url) || url.scheme === 'file') return 'null';
  return url.scheme + '://' + hostAndPort(url);
}
