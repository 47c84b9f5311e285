// String's missing functions that have nothing to do with regular expressions.
import { define, requireObjectCoercible, toInteger, toLength, uncurried } from './define.js';

var slice = uncurried(String.prototype.slice);
var repeat = uncurried(String.prototype.repeat);
var codeAt = uncurried(String.prototype.charCodeAt);

function textOf(value, method) {
  return String(requireObjectCoercible(value, 'String.prototype.' + method));
}

function padding(text, length, filler) {
  length = toLength(length);
  filler = filler === undefined ? ' ' : String(filler);
  if (length <= text.length || filler === '') return '';
  var missing = length - text.length;
  return slice(repeat(filler, Math.ceil(missing / filler.length)), 0, missing);
}

var spaceAtStart = /^[\s\uFEFF\xA0]+/;
var spaceAtEnd = /[\s\uFEFF\xA0]+$/;
var nativeReplace = uncurried(String.prototype.replace);

// The offset of the first lone surrogate; -1 if there is none.
function loneSurrogate(text, from) {
  for (var i = from; i < text.length; ++i) {
    var code = codeAt(text, i);
    if (code < 0xd800 || code > 0xdfff) continue;
    var next = i + 1 < text.length ? codeAt(text, i + 1) : 0;
    if (code > 0xdbff || next < 0xdc00 || next > 0xdfff) return i;
    ++i;
  }
  return -1;
}

function trimStart() { return nativeReplace(textOf(this, 'trimStart'), spaceAtStart, ''); }
function trimEnd() { return nativeReplace(textOf(this, 'trimEnd'), spaceAtEnd, ''); }

define(String.prototype, {
  at: function (index) {
    var text = textOf(this, 'at');
    index = toInteger(index);
    if (index < 0) index += text.length;
    return index < 0 || index >= text.length ? undefined : slice(text, index, index + 1);
  },
  padStart: function (length) {
    var text = textOf(this, 'padStart');
    return padding(text, length, arguments[1]) + text;
  },
  padEnd: function (length) {
    var text = textOf(this, 'padEnd');
    return text + padding(text, length, arguments[1]);
  },
  trimStart: trimStart,
  trimEnd: trimEnd,
  isWellFormed: function () { return loneSurrogate(textOf(this, 'isWellFormed'), 0) < 0; },
  toWellFormed: function () {
    var text = textOf(this, 'toWellFormed');
    for (var i = loneSurrogate(text, 0); i >= 0; i = loneSurrogate(text, i + 1)) {
      text = slice(text, 0, i) + '\uFFFD' + slice(text, i + 1);
    }
    return text;
  }
});
define(String.prototype, { trimLeft: trimStart, trimRight: trimEnd });

define(String, {
  raw: function (template) {
    var raw = Object(template).raw;
    var length = toLength(raw.length);
    var text = '';
    for (var i = 0; i < length; ++i) {
      text += String(raw[i]);
      if (i + 1 < length && i + 1 < arguments.length) text += String(arguments[i + 1]);
    }
    return text;
  }
});
