// How the console writes strings, symbols, numbers and property keys: as source text would.

var quoteMarks = ["'", '"', '`'];
var shortEscapes = bare({ 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 92: '\\\\' });

function isSurrogate(unit) {
  return unit >= 0xd800 && unit <= 0xdfff;
}

// What needs a look before it stands in single quotes.
var unusual = /['\\\x00-\x1f\x7f-\x9f\ud800-\udfff]/;

// Quotes, with the mark that needs the fewest escapes, single quotes first.
function quoted(text) {
  var mark = "'";
  if (!holds(text, unusual)) return mark + text + mark;
  for (var i = 0; i < 3; i++) {
    if (!contains(text, quoteMarks[i]) && !(i === 2 && contains(text, '${'))) {
      mark = quoteMarks[i];
      break;
    }
  }
  return mark + escaped(text, charCode(mark, 0)) + mark;
}

function escaped(text, mark) {
  var parts = null, from = 0;
  for (var i = 0; i < text.length; i++) {
    var unit = charCode(text, i), by;
    if (unit > 0x9f) {
      if (!isSurrogate(unit)) continue;
      if (pointAt(text, i) > 0xffff) {
        i++;
        continue;
      }
      by = '\\u' + numberText(unit, 16);
    } else if (unit >= 0x20 && unit < 0x7f) {
      if (unit !== mark && unit !== 92) continue;
      by = unit === 92 ? '\\\\' : '\\' + fromCharCode(unit);
    } else {
      by = shortEscapes[unit] || '\\x' + (unit < 16 ? '0' : '') + upperCase(numberText(unit, 16));
    }
    parts = parts || list();
    append(parts, textSlice(text, from, i));
    append(parts, by);
    from = i + 1;
  }
  if (!parts) return text;
  append(parts, textSlice(text, from));
  return join(parts, '');
}

var symbolTextOf = uncurry($Symbol.prototype.toString);
function symbolText(symbol) {
  try {
    return symbolTextOf(symbol);
  } catch (ignored) {
    return 'Symbol()';
  }
}

function numberLiteral(number) {
  return number === 0 && 1 / number < 0 ? '-0' : '' + number;
}

// A string inside a structure: cut when long, broken after its line ends when too wide.
function stringLiteral(context, text) {
  var more = '';
  if (text.length > 10000) {
    more = '... ' + (text.length - 10000) + ' more character' + (text.length > 10001 ? 's' : '');
    text = textSlice(text, 0, 10000);
  }
  if (text.length > 16 && text.length > context.width - context.indent - 4 &&
      textIndex(text, '\n') >= 0 && textIndex(text, '\n') < text.length - 1) {
    var lines = split(text, '\n'), out = list();
    for (var i = 0; i < lines.length; i++) {
      var last = i === lines.length - 1;
      if (last && lines[i] === '') break;
      append(out, quoted(last ? lines[i] : lines[i] + '\n'));
    }
    return join(out, ' +\n' + repeat(' ', context.indent + 2)) + more;
  }
  return quoted(text) + more;
}

var identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
function isIdentifier(text) {
  return holds(text, identifier);
}

function keyText(key) {
  if (typeof key === 'symbol') return '[' + escaped(symbolText(key), 0) + ']';
  return isIdentifier(key) ? key : "'" + escaped(key, 39) + "'";
}

function primitiveText(context, value) {
  switch (typeof value) {
    case 'string': return stringLiteral(context, value);
    case 'number': return numberLiteral(value);
    case 'symbol': return symbolText(value);
    default: return '' + value;
  }
}
