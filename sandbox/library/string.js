// String's missing functions that have nothing to do with regular expressions, and are not in C++
// (../builtins/string_methods.cpp).
import { define, requireObjectCoercible, toLength, uncurried } from './define.js';

var slice = uncurried(String.prototype.slice);
var codeAt = uncurried(String.prototype.charCodeAt);

function textOf(value, method) {
  return String(requireObjectCoercible(value, 'String.prototype.' + method));
}

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

define(String.prototype, {
  isWellFormed: function () { return loneSurrogate(textOf(this, 'isWellFormed'), 0) < 0; },
  toWellFormed: function () {
    var text = textOf(this, 'toWellFormed');
    for (var i = loneSurrogate(text, 0); i >= 0; i = loneSurrogate(text, i + 1)) {
      text = slice(text, 0, i) + '\uFFFD' + slice(text, i + 1);
    }
    return text;
  }
});

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
