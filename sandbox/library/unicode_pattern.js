// Rewrites a regular expression's pattern into what the engine takes.
//
// The engine knows ES5 patterns over UTF-16 code units. Named groups become numbered ones, the dot
// of flag s a class, and with flag u a character outside the basic plane the two units it is made
// of. \p{…} is unfolded by the compiler in literals; made at run time it is refused, as is
// lookbehind, which the engine has no way to do.
import { uncurried } from './define.js';

var codeAt = uncurried(String.prototype.charCodeAt);
var charAt = uncurried(String.prototype.charAt);
var slice = uncurried(String.prototype.slice);
var indexOf = uncurried(String.prototype.indexOf);
var hex = uncurried(Number.prototype.toString);
var parse = parseInt;

var pair = '[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]';

function unit(code) {
  var digits = hex(code, 16);
  return '\\u' + slice('0000', digits.length) + digits;
}
function high(point) { return 0xd800 + ((point - 0x10000) >> 10); }
function low(point) { return 0xdc00 + ((point - 0x10000) & 0x3ff); }
function span(from, to) { return from === to ? unit(from) : '[' + unit(from) + '-' + unit(to) + ']'; }

// A range outside the basic plane, as alternatives of unit pairs.
function astralRange(from, to) {
  if (high(from) === high(to)) return unit(high(from)) + span(low(from), low(to));
  var parts = [unit(high(from)) + span(low(from), 0xdfff)];
  if (high(to) - high(from) > 1) parts[1] = span(high(from) + 1, high(to) - 1) + '[\\uDC00-\\uDFFF]';
  parts[parts.length] = unit(high(to)) + span(0xdc00, low(to));
  return parts.join('|');
}

function fail(what) { throw new SyntaxError('Invalid regular expression: ' + what); }

export function rewritePattern(pattern, dotAll, unicode) {
  var at = 0;
  var groupCount = 0;
  var names = [];  // [name, group number]
  var references = [];  // places of \k in `out`, to be filled when all names are known
  var out = [];

  // One character of the pattern, a whole one with flag u; moves on.
  function take() {
    var code = codeAt(pattern, at++);
    if (unicode && code >= 0xd800 && code <= 0xdbff && at < pattern.length) {
      var second = codeAt(pattern, at);
      if (second >= 0xdc00 && second <= 0xdfff) {
        ++at;
        return 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
      }
    }
    return code;
  }

  function takeName() {
    var end = indexOf(pattern, '>', at);
    if (end <= at) fail('bad group name');
    var name = slice(pattern, at, end);
    at = end + 1;
    return name;
  }

  // After "\u": the code point of \u{…} or of a pair \uD83D\uDE00; -1 when it is neither.
  function takeUnicodeEscape() {
    if (charAt(pattern, at) === '{') {
      var end = indexOf(pattern, '}', at);
      var point = end < 0 ? NaN : parse(slice(pattern, at + 1, end), 16);
      if (!(point >= 0 && point <= 0x10ffff)) fail('bad unicode escape');
      at = end + 1;
      return point;
    }
    var first = parse(slice(pattern, at, at + 4), 16);
    if (first >= 0xd800 && first <= 0xdbff && slice(pattern, at + 4, at + 6) === '\\u') {
      var second = parse(slice(pattern, at + 6, at + 10), 16);
      if (second >= 0xdc00 && second <= 0xdfff) {
        at += 10;
        return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
      }
    }
    if (!(first >= 0)) fail('bad unicode escape');
    at += 4;
    return first;
  }

  // What stands after a backslash in a class: a code point, or text such as \d that stays.
  function takeClassEscape() {
    var letter = charAt(pattern, at++);
    if (indexOf('dDwWsS', letter) >= 0) return '\\' + letter;
    if (letter === 'p' || letter === 'P') fail('property escapes are not supported');
    if (letter === 'u') return takeUnicodeEscape();
    if (letter === 'x') { at += 2; return parse(slice(pattern, at - 2, at), 16); }
    if (letter === 'c') { return codeAt(pattern, at++) & 31; }
    var control = indexOf('btnvfr', letter);
    if (control >= 0) return [8, 9, 10, 11, 12, 13][control];
    if (letter === '0') return 0;
    return codeAt(letter, 0);
  }

  function unicodeClass() {
    var negated = charAt(pattern, at) === '^';
    if (negated) ++at;
    var basic = '';
    var astral = [];
    var item = function () {
      if (charAt(pattern, at) === '\\') { ++at; return takeClassEscape(); }
      return take();
    };
    while (charAt(pattern, at) !== ']') {
      if (at >= pattern.length) fail('unterminated class');
      var from = item();
      if (typeof from === 'string') { basic += from; continue; }
      var to = from;
      if (charAt(pattern, at) === '-' && charAt(pattern, at + 1) !== ']') {
        ++at;
        to = item();
        if (typeof to === 'string' || to < from) fail('bad class range');
      }
      if (from <= 0xffff) basic += unit(from) + (to > from ? '-' + unit(to < 0xffff ? to : 0xffff) : '');
      if (to > 0xffff) astral[astral.length] = astralRange(from > 0x10000 ? from : 0x10000, to);
    }
    ++at;
    if (negated) {
      return '(?:' + (astral.length ? '(?!' + astral.join('|') + ')' : '') + '(?:' + pair + '|[^' + basic + ']))';
    }
    if (astral.length === 0) return '[' + basic + ']';
    return '(?:' + (basic === '' ? '' : '[' + basic + ']|') + astral.join('|') + ')';
  }

  function plainClass() {
    var start = at - 1;
    while (at < pattern.length && charAt(pattern, at) !== ']') at += charAt(pattern, at) === '\\' ? 2 : 1;
    ++at;
    return slice(pattern, start, at);
  }

  function literal(point) {
    return point > 0xffff ? '(?:' + unit(high(point)) + unit(low(point)) + ')' : undefined;
  }

  function escape() {
    var letter = charAt(pattern, at);
    if (letter === 'k' && charAt(pattern, at + 1) === '<') {
      at += 2;
      references[references.length] = [out.length, takeName()];
      return '';
    }
    if (unicode && letter === 'u') {
      ++at;
      var point = takeUnicodeEscape();
      return literal(point) || unit(point);
    }
    if (unicode && (letter === 'p' || letter === 'P')) fail('property escapes are not supported');
    ++at;
    if (unicode && (letter === 'D' || letter === 'W' || letter === 'S')) {
      return '(?:' + pair + '|\\' + letter + ')';
    }
    return '\\' + letter;
  }

  while (at < pattern.length) {
    var start = at;
    var mark = take();
    var text = slice(pattern, start, at);
    if (text === '\\') text = escape();
    else if (text === '[') text = unicode ? unicodeClass() : plainClass();
    else if (text === '.') {
      text = unicode ? '(?:' + pair + '|' + (dotAll ? '[\\s\\S]' : '.') + ')' : dotAll ? '[\\s\\S]' : '.';
    } else if (text === '(') {
      if (charAt(pattern, at) !== '?') ++groupCount;
      else if (charAt(pattern, at + 1) === '<') {
        var after = charAt(pattern, at + 2);
        if (after === '=' || after === '!') fail('lookbehind is not supported');
        at += 2;
        var name = takeName();
        for (var i = 0; i < names.length; ++i) if (names[i][0] === name) fail('duplicate group name');
        names[names.length] = [name, ++groupCount];
      }
    } else if (unicode) text = literal(mark) || text;
    out[out.length] = text;
  }
  for (var r = 0; r < references.length; ++r) {
    var number = 0;
    for (var n = 0; n < names.length; ++n) if (names[n][0] === references[r][1]) number = names[n][1];
    if (number === 0) fail('unknown group name');
    out[references[r][0]] = '(?:\\' + number + ')';
  }
  return { pattern: out.join(''), names: names, groupCount: groupCount };
}
