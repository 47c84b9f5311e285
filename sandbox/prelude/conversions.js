// Web IDL conversions from JavaScript values.  https://webidl.spec.whatwg.org/#js-type-mapping

// String(symbol) does not throw; the standard's ToString does.
function toText(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'symbol') throw new $TypeError('Cannot convert a Symbol value to a string');
  return '' + $String(value);
}

var surrogates = /[\ud800-\udfff]/;

// USVString: every lone surrogate becomes U+FFFD.
function toScalarText(value) {
  var text = toText(value), parts = null, from = 0;
  if (!holds(text, surrogates)) return text;
  for (var i = 0; i < text.length; i++) {
    var unit = charCode(text, i);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    if (unit < 0xdc00 && i + 1 < text.length) {
      var next = charCode(text, i + 1);
      if (next >= 0xdc00 && next <= 0xdfff) {
        i++;
        continue;
      }
    }
    parts = parts || list();
    append(parts, textSlice(text, from, i));
    from = i + 1;
  }
  if (!parts) return text;
  append(parts, textSlice(text, from));
  return join(parts, '\ufffd');
}

function toNumber(value) {
  if (typeof value === 'symbol') throw new $TypeError('Cannot convert a Symbol value to a number');
  return +value;
}

// double: what is not finite is refused.
function toDouble(value, where) {
  var number = toNumber(value);
  if (number - number !== 0) throw new $TypeError(where + ': the value is not a finite number.');
  return number;
}

function truncate(number) {
  return number < 0 ? -floor(-number) : floor(number);
}

// long and unsigned long wrap.
function toLong(value) {
  return toNumber(value) | 0;
}
function toUnsignedLong(value) {
  return toNumber(value) >>> 0;
}

// long long, as far as a double is exact; Clamp is for File API's slice().
function toClampedLongLong(value) {
  var number = toNumber(value);
  if (number !== number) return 0;
  number = min(max(number, -9007199254740991), 9007199254740991);
  var whole = floor(number), rest = number - whole;
  if (rest > 0.5 || (rest === 0.5 && whole % 2 !== 0)) whole++;
  return whole;
}

function toLongLong(value) {
  var number = toNumber(value);
  if (number !== number || number === Infinity || number === -Infinity) return 0;
  return truncate(number) % 18446744073709551616;
}

// A dictionary is an object, a function, or nothing at all.
function toDictionary(value, where) {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) {
    throw new $TypeError(where + ': the provided value is not of the expected dictionary type.');
  }
  return value;
}

// A sequence as a list of ours, each item converted before the next is asked for; the iterator is the
// user's and runs user code.
function toSequence(value, where, convert) {
  if (!isObject(value)) throw new $TypeError(where + ': the value is not a sequence.');
  var method = value[$Symbol.iterator];
  if (method === undefined || method === null) {
    throw new $TypeError(where + ': the value is not a sequence.');
  }
  return iterate(value, method, where, convert);
}

function iterate(value, method, where, convert) {
  if (typeof method !== 'function') throw new $TypeError(where + ': the value is not iterable.');
  var iterator = apply(method, value, []), items = list();
  if (!isObject(iterator)) throw new $TypeError(where + ': the value is not iterable.');
  var next = iterator.next;
  for (;;) {
    var step = apply(next, iterator, []);
    if (!isObject(step)) throw new $TypeError(where + ': an iterator result is not an object.');
    if (step.done) return items;
    append(items, convert ? convert(step.value) : step.value);
  }
}

// [EnforceRange] unsigned long long.
function toEnforcedUnsignedLongLong(value, where) {
  var number = toNumber(value);
  if (number !== number || number === Infinity || number === -Infinity) {
    throw new $TypeError(where + ': the value is not a finite number.');
  }
  number = truncate(number);
  if (number < 0 || number > 9007199254740991) {
    throw new $TypeError(where + ': the value is outside the range of unsigned long long.');
  }
  return number;
}

function isBufferSource(value) {
  return isObject(value) && (isView(value) || host.classOf(value) === 'ArrayBuffer');
}
