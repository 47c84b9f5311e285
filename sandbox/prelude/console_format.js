// The Console standard's Formatter.  https://console.spec.whatwg.org/#formatter

function hasUserToString(object) {
  if (host.classOf(object) === 'Proxy') return false;
  var method = dataProperty(object, 'toString');
  return typeof method === 'function' && method !== ObjectPrototype.toString &&
         method !== ErrorPrototype.toString && !contains(functionText(method), '[native code]');
}

// %s: an object's own toString runs if its author wrote one; everything else is inspected.
function formatText(value) {
  if (typeof value === 'symbol') return symbolText(value);
  if (typeof value === 'number') return numberLiteral(value);
  if (!isObject(value)) return '' + value;
  if (hasUserToString(value)) {
    try {
      return toText(value);
    } catch (error) {
      return '[toString threw]';
    }
  }
  return inspect(value, 0);
}

// %d and %i: %parseInt%(current, 10); an object or a symbol is NaN. %f: %parseFloat%.
function formatNumber(value, parse) {
  return isObject(value) || typeof value === 'symbol' ? 'NaN' : numberLiteral(parse(value, 10));
}
function formatDecimal(value) {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? +value : parseNumber(value);
}

// All arguments from `at` on as one text. A string in front with more behind it is a format.
function formatAll(given, at) {
  var parts = list();
  if (given.length > at + 1 && typeof given[at] === 'string') {
    at = formatString(given[at], given, at + 1, parts);
  }
  for (; at < given.length; at++) {
    append(parts, typeof given[at] === 'string' ? given[at] : inspect(given[at]));
  }
  var text = join(parts, ' ');
  return text.length > TEXT_LIMIT ? textSlice(text, 0, TEXT_LIMIT) + '…' : text;
}

// Appends the formatted text; the index of the first argument that no specifier used.
function formatString(format, given, next, parts) {
  var pieces = list(), from = 0, at = 0;
  while ((at = textIndex(format, '%', at)) >= 0 && at + 1 < format.length) {
    var text = format[at + 1] === '%' ? '%' : next < given.length
      ? specified(format[at + 1], given[next]) : undefined;
    if (text === undefined) {
      at++;
      continue;
    }
    if (format[at + 1] !== '%') next++;
    append(pieces, textSlice(format, from, at));
    append(pieces, text);
    from = at = at + 2;
  }
  append(pieces, textSlice(format, from));
  append(parts, join(pieces, ''));
  return next;
}

// What stands for one specifier; undefined when the letter is none.
function specified(letter, value) {
  switch (letter) {
    case 's': return formatText(value);
    case 'd': return formatNumber(value, formatDecimal);
    case 'i': return formatNumber(value, parseInteger);
    case 'f': return formatNumber(value, parseNumber);
    case 'o': return inspect(value, 4);
    case 'O': return inspect(value);
    // Styles have no place on a terminal.
    case 'c': return '';
  }
}
