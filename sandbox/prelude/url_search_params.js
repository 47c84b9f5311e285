// URLSearchParams.  https://url.spec.whatwg.org/#interface-urlsearchparams
//
// Pairs are kept flat in one list: name, value, name, value.

var PARAMS = host.slot('URLSearchParams');

// https://url.spec.whatwg.org/#concept-urlencoded-parser
function parseForm(text) {
  var pairs = list(), parts = split(text, '&');
  for (var i = 0; i < parts.length; i++) {
    var part = parts[i];
    if (part === '') continue;
    if (contains(part, '+')) part = replaceAll(part, '+', ' ');
    var equals = textIndex(part, '=');
    append(pairs, decodeText(equals < 0 ? part : textSlice(part, 0, equals)));
    append(pairs, equals < 0 ? '' : decodeText(textSlice(part, equals + 1)));
  }
  return pairs;
}

function encodeForm(text) {
  var out = percentEncode(text, formSet);
  return contains(out, '%20') ? replaceAll(out, '%20', '+') : out;
}
function serializeForm(pairs) {
  var parts = list();
  for (var i = 0; i < pairs.length; i += 2) {
    append(parts, encodeForm(pairs[i]) + '=' + encodeForm(pairs[i + 1]));
  }
  return join(parts, '&');
}

function URLSearchParams(init) {
  constructing(this, URLSearchParams, PARAMS);
  var pairs = list(), where = "Failed to construct 'URLSearchParams'";
  if (init !== undefined) {
    if (isObject(init)) {
      var method = init[$Symbol.iterator];
      if (method !== undefined && method !== null) pairsOfSequence(init, method, pairs, where);
      else pairsOfRecord(init, pairs);
    } else {
      var text = toScalarText(init);
      pairs = parseForm(text[0] === '?' ? textSlice(text, 1) : text);
    }
  }
  this[PARAMS] = { pairs: pairs, url: null };
}

function pairsOfSequence(init, method, pairs, where) {
  var items = iterate(init, method, where), i;
  for (i = 0; i < items.length; i++) {
    var pair = toSequence(items[i], where);
    if (pair.length !== 2) throw new $TypeError(where + ': every pair must have two items.');
    append(pairs, toScalarText(pair[0]));
    append(pairs, toScalarText(pair[1]));
  }
}
function pairsOfRecord(init, pairs) {
  var keys = reflectKeys(init), places = create(null);
  for (var i = 0; i < keys.length; i++) {
    var found = ownDescriptor(init, keys[i]);
    if (!found || !found.enumerable) continue;
    var key = toScalarText(keys[i]), value = toScalarText(init[keys[i]]);
    if (places[key] !== undefined) {
      pairs[places[key]] = value;
      continue;
    }
    append(pairs, key);
    append(pairs, value);
    places[key] = pairs.length - 1;
  }
}

// The query object of a URL; the two see each other's changes.
function newParams(urlObject) {
  var params = create(URLSearchParams.prototype);
  params[PARAMS] = { pairs: list(), url: urlObject };
  return params;
}
function refreshParams(self) {
  if (self.params) self.params[PARAMS].pairs = parseForm(self.url.query || '');
}
// https://url.spec.whatwg.org/#concept-urlsearchparams-update
function updateUrl(params) {
  if (!params.url) return;
  var text = serializeForm(params.pairs);
  params.url[URL_SLOT].url.query = text === '' ? null : text;
}

function removePairs(pairs, name, value, from) {
  for (var i = from; i < pairs.length;) {
    if (pairs[i] === name && (value === undefined || pairs[i + 1] === value)) {
      removeAt(pairs, i);
      removeAt(pairs, i);
    } else {
      i += 2;
    }
  }
}
function findPair(pairs, name, value) {
  for (var i = 0; i < pairs.length; i += 2) {
    if (pairs[i] === name && (value === undefined || pairs[i + 1] === value)) return i;
  }
  return -1;
}

// A stable sort by code units of names: merge the sorted halves.
function sortPairs(pairs) {
  if (pairs.length <= 2) return pairs;
  var half = (pairs.length >> 2) * 2, left = list(), right = list(), out = list(), i, j;
  for (i = 0; i < pairs.length; i++) append(i < half ? left : right, pairs[i]);
  left = sortPairs(left);
  right = sortPairs(right);
  for (i = 0, j = 0; i < left.length || j < right.length;) {
    if (j >= right.length || i < left.length && !unitsLess(right[j], left[i])) {
      append(out, left[i]);
      append(out, left[i + 1]);
      i += 2;
    } else {
      append(out, right[j]);
      append(out, right[j + 1]);
      j += 2;
    }
  }
  return out;
}
// Duktape compares strings by their internal bytes; the standard wants UTF-16 code units.
function unitsLess(a, b) {
  var length = min(a.length, b.length);
  for (var i = 0; i < length; i++) {
    var x = charCode(a, i), y = charCode(b, i);
    if (x !== y) return x < y;
  }
  return a.length < b.length;
}

function paramsArguments(given, count, name) {
  required(given, count, "Failed to execute '" + name + "' on 'URLSearchParams'");
}

defineInterface(URLSearchParams, null, 0, {
  get size() {
    return slotOf(this, PARAMS).pairs.length / 2;
  },
  append(name, value) {
    var params = slotOf(this, PARAMS);
    paramsArguments(arguments, 2, 'append');
    name = toScalarText(name);
    value = toScalarText(value);
    append(params.pairs, name);
    append(params.pairs, value);
    updateUrl(params);
  },
  delete: function (name, value) {
    var params = slotOf(this, PARAMS);
    paramsArguments(arguments, 1, 'delete');
    name = toScalarText(name);
    removePairs(params.pairs, name, value === undefined ? value : toScalarText(value), 0);
    updateUrl(params);
  },
  get: function (name) {
    var params = slotOf(this, PARAMS);
    paramsArguments(arguments, 1, 'get');
    var at = findPair(params.pairs, toScalarText(name));
    return at < 0 ? null : params.pairs[at + 1];
  },
  getAll(name) {
    var params = slotOf(this, PARAMS), found = list();
    paramsArguments(arguments, 1, 'getAll');
    name = toScalarText(name);
    for (var i = 0; i < params.pairs.length; i += 2) {
      if (params.pairs[i] === name) append(found, params.pairs[i + 1]);
    }
    return give(found);
  },
  has(name, value) {
    var params = slotOf(this, PARAMS);
    paramsArguments(arguments, 1, 'has');
    name = toScalarText(name);
    return findPair(params.pairs, name, value === undefined ? value : toScalarText(value)) >= 0;
  },
  set: function (name, value) {
    var params = slotOf(this, PARAMS);
    paramsArguments(arguments, 2, 'set');
    name = toScalarText(name);
    value = toScalarText(value);
    var at = findPair(params.pairs, name);
    if (at < 0) {
      append(params.pairs, name);
      append(params.pairs, value);
    } else {
      params.pairs[at + 1] = value;
      removePairs(params.pairs, name, undefined, at + 2);
    }
    updateUrl(params);
  },
  sort() {
    var params = slotOf(this, PARAMS);
    params.pairs = sortPairs(params.pairs);
    updateUrl(params);
  },
  toString() {
    return serializeForm(slotOf(this, PARAMS).pairs);
  }
});
lengths(URLSearchParams.prototype, { delete: 1, has: 1 });
pairIterable(URLSearchParams, PARAMS);
