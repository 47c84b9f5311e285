// Regular expressions with the flags y, s and u and with named groups.
//
// The engine's own stay as they are and keep their native methods. One that needs more is a native
// object too, with another prototype (`extended` below) and a hidden record of what it stands for.
// The methods of String look for Symbol.replace and its like first, as the standard says; only the
// extended ones and what a script defines have those, everything else goes the native way.
import { apply, create, define, defineGetter, defineHidden, defineMethod, defineProperty, defineTag,
         getPrototypeOf, hasOwn, hidden, isObject, requireObjectCoercible, setPrototypeOf, toInteger,
         toLength, uncurried } from './define.js';
import { IteratorPrototype } from './iterators.js';
import { rewritePattern } from './unicode_pattern.js';

var NativeRegExp = globalThis.RegExp;
var prototype = NativeRegExp.prototype;
var nativeExec = uncurried(prototype.exec);
var indexOf = uncurried(String.prototype.indexOf);
var slice = uncurried(String.prototype.slice);
var codeAt = uncurried(String.prototype.charCodeAt);
var objectTag = uncurried(Object.prototype.toString);

var record = hidden('regexp');
var extended = create(prototype);
var rewritten = create(null);  // flags + "/" + pattern → what rewritePattern made of it

function isRegExp(value) {
  return isObject(value) && (value instanceof NativeRegExp || objectTag(value) === '[object RegExp]');
}

function checkFlags(flags) {
  for (var i = 0; i < flags.length; ++i) {
    var flag = flags[i];
    if (indexOf('gimsuy', flag) < 0 || indexOf(flags, flag, i + 1) >= 0) {
      throw new SyntaxError("Invalid regular expression flags '" + flags + "'");
    }
  }
}

function has(flags, flag) { return indexOf(flags, flag) >= 0; }

// The flags in the order in which the standard lists them.
function inOrder(flags) {
  var ordered = '';
  for (var i = 0; i < 6; ++i) if (has(flags, 'gimsuy'[i])) ordered += 'gimsuy'[i];
  return ordered;
}

function makeExtended(source, flags) {
  checkFlags(flags);
  flags = inOrder(flags);
  var key = flags + '/' + source;
  var made = rewritten[key];
  if (made === undefined) {
    made = rewritePattern(source, has(flags, 's'), has(flags, 'u'));
    rewritten[key] = made;
  }
  var sticky = has(flags, 'y');
  // A sticky match must begin where it looks: an empty alternative catches what would search on.
  var pattern = sticky ? '(?:' + made.pattern + ')|()' : made.pattern;
  var native = (has(flags, 'i') ? 'i' : '') + (has(flags, 'm') ? 'm' : '');
  var regexp = new NativeRegExp(pattern, native + 'g');
  defineHidden(regexp, record, {
    source: source === '' ? '(?:)' : source, flags: flags, names: made.names,
    groupCount: made.groupCount, sticky: sticky, global: has(flags, 'g'), unicode: has(flags, 'u')
  });
  setPrototypeOf(regexp, extended);
  return regexp;
}

var extendedMethods = {};  // what a subclass's instance needs as its own, filled below

function RegExp(pattern, flags) {
  var ofRegExp = isRegExp(pattern);
  var called = !(this instanceof RegExp);
  if (called && ofRegExp && flags === undefined && pattern.constructor === RegExp) return pattern;
  var source = ofRegExp ? pattern.source : pattern === undefined ? '' : String(pattern);
  flags = flags === undefined ? (ofRegExp ? pattern.flags : '') : String(flags);
  var plain = indexOf(source, '(?<') < 0;
  for (var i = 0; plain && i < flags.length; ++i) plain = indexOf('gim', flags[i]) >= 0;
  var regexp = plain ? new NativeRegExp(source, flags) : makeExtended(source, flags);
  if (!called && getPrototypeOf(this) !== prototype) {
    setPrototypeOf(regexp, getPrototypeOf(this));
    if (!plain) for (var name in extendedMethods) defineMethod(regexp, name, extended[name], name);
  }
  return regexp;
}
defineProperty(RegExp, 'prototype', { value: prototype, writable: false });
defineMethod(prototype, 'constructor', RegExp, 'RegExp');
defineMethod(globalThis, 'RegExp', RegExp, 'RegExp');
defineGetter(RegExp, Symbol.species, function () { return this; });

function flagGetter(name, flag) {
  defineGetter(prototype, name, function () {
    var known = this[record];
    return known !== undefined && has(known.flags, flag);
  });
}
flagGetter('sticky', 'y');
flagGetter('dotAll', 's');
flagGetter('unicode', 'u');
flagGetter('hasIndices', 'd');
defineGetter(extended, 'source', function () { return this[record].source; });
defineGetter(extended, 'flags', function () { return this[record].flags; });
defineGetter(extended, 'global', function () { return this[record].global; });

function execute(regexp, text) {
  var known = regexp[record];
  var moves = known.global || known.sticky;
  var start = moves ? toLength(regexp.lastIndex) : 0;
  if (start > text.length) {
    regexp.lastIndex = 0;
    return null;
  }
  var kept = regexp.lastIndex;
  regexp.lastIndex = start;
  var match = nativeExec(regexp, text);
  var end = regexp.lastIndex;
  if (match !== null && known.sticky) {
    if (match[known.groupCount + 1] !== undefined) match = null;
    else match.length = known.groupCount + 1;
  }
  if (match === null) {
    regexp.lastIndex = moves ? 0 : kept;
    return null;
  }
  regexp.lastIndex = moves ? end : kept;
  var groups;
  if (known.names.length > 0) {
    groups = create(null);
    for (var i = 0; i < known.names.length; ++i) groups[known.names[i][0]] = match[known.names[i][1]];
  }
  match.groups = groups;
  return match;
}

// One position further, over a whole character with flag u.
function advance(text, index, unicode) {
  if (!unicode || index + 1 >= text.length) return index + 1;
  var code = codeAt(text, index);
  if (code < 0xd800 || code > 0xdbff) return index + 1;
  code = codeAt(text, index + 1);
  return code >= 0xdc00 && code <= 0xdfff ? index + 2 : index + 1;
}

// Every match when global, else the first one or none.
function allMatches(regexp, text) {
  var found = [];
  var global = regexp.global;
  if (global) regexp.lastIndex = 0;
  for (;;) {
    var match = regexp.exec(text);
    if (match === null) return found;
    found[found.length] = match;
    if (!global) return found;
    if (match[0] === '') regexp.lastIndex = advance(text, toLength(regexp.lastIndex), regexp.unicode);
  }
}

// GetSubstitution: what the template gives for one match.
function expand(template, match, text) {
  var result = '';
  var from = 0;
  for (;;) {
    var at = indexOf(template, '$', from);
    if (at < 0 || at + 1 >= template.length) return result + slice(template, from);
    result += slice(template, from, at);
    var next = template[at + 1];
    from = at + 2;
    if (next === '$') result += '$';
    else if (next === '&') result += match[0];
    else if (next === '`') result += slice(text, 0, match.index);
    else if (next === "'") result += slice(text, match.index + match[0].length);
    else if (next === '<' && match.groups !== undefined && indexOf(template, '>', from) >= 0) {
      var end = indexOf(template, '>', from);
      var value = match.groups[slice(template, from, end)];
      if (value !== undefined) result += value;
      from = end + 1;
    } else if (next >= '0' && next <= '9') {
      var number = +next;
      var second = template[from];
      if (second >= '0' && second <= '9' && number * 10 + +second < match.length) {
        number = number * 10 + +second;
        ++from;
      }
      if (number >= 1 && number < match.length) result += match[number] === undefined ? '' : match[number];
      else result += slice(template, at, from);
    } else {
      result += '$';
      from = at + 1;
    }
  }
}

function replaceMatches(matches, text, replacement) {
  var result = '';
  var from = 0;
  if (typeof replacement !== 'function') replacement = String(replacement);
  for (var i = 0; i < matches.length; ++i) {
    var match = matches[i];
    var value;
    if (typeof replacement === 'function') {
      var args = [];
      for (var j = 0; j < match.length; ++j) args[j] = match[j];
      args[args.length] = match.index;
      args[args.length] = text;
      if (match.groups !== undefined) args[args.length] = match.groups;
      value = String(apply(replacement, undefined, args));
    } else {
      value = expand(replacement, match, text);
    }
    if (match.index >= from) {
      result += slice(text, from, match.index) + value;
      from = match.index + match[0].length;
    }
  }
  return result + slice(text, from);
}

define(extended, {
  exec: function (text) { return execute(this, String(text)); },
  test: function (text) { return this.exec(String(text)) !== null; },
  toString: function () { return '/' + this.source + '/' + this.flags; }
});
extendedMethods = { exec: 1, test: 1, toString: 1 };

defineMethod(extended, Symbol.match, function (text) {
  text = String(text);
  if (!this.global) return this.exec(text);
  var matches = allMatches(this, text);
  if (matches.length === 0) return null;
  for (var i = 0; i < matches.length; ++i) matches[i] = matches[i][0];
  return matches;
}, '[Symbol.match]');
defineMethod(extended, Symbol.search, function (text) {
  var kept = this.lastIndex;
  this.lastIndex = 0;
  var match = this.exec(String(text));
  this.lastIndex = kept;
  return match === null ? -1 : match.index;
}, '[Symbol.search]');
defineMethod(extended, Symbol.replace, function (text, replacement) {
  text = String(text);
  return replaceMatches(allMatches(this, text), text, replacement);
}, '[Symbol.replace]');
defineMethod(extended, Symbol.split, function (text, limit) {
  text = String(text);
  limit = limit === undefined ? 0xffffffff : limit >>> 0;
  var pieces = [];
  if (limit === 0) return pieces;
  var flags = this.flags;
  var splitter = makeExtended(this.source, has(flags, 'y') ? flags : flags + 'y');
  if (text.length === 0) return splitter.exec(text) === null ? [text] : pieces;
  var from = 0;
  var at = 0;
  while (at < text.length) {
    splitter.lastIndex = at;
    var match = splitter.exec(text);
    var end = match === null ? 0 : splitter.lastIndex;
    if (match === null || end === from) {
      at = advance(text, at, has(flags, 'u'));
      continue;
    }
    pieces[pieces.length] = slice(text, from, at);
    for (var i = 1; i < match.length && pieces.length < limit; ++i) pieces[pieces.length] = match[i];
    if (pieces.length >= limit) return pieces;
    from = at = end;
  }
  pieces[pieces.length] = slice(text, from);
  return pieces;
}, '[Symbol.split]');

// The methods of String: what is asked with an object may be answered by it.
function dispatching(name, symbol) {
  var native = String.prototype[name];
  defineMethod(String.prototype, name, function (pattern, second) {
    if (typeof pattern === 'object' && pattern !== null) {
      var method = pattern[symbol];
      if (method !== undefined && method !== null) {
        return apply(method, pattern, [requireObjectCoercible(this, name), second]);
      }
    }
    return apply(native, this, arguments);
  }, name);
}
dispatching('match', Symbol.match);
dispatching('search', Symbol.search);
dispatching('split', Symbol.split);
dispatching('replace', Symbol.replace);

var state = hidden('matches');
var MatchIteratorPrototype = create(IteratorPrototype);
define(MatchIteratorPrototype, {
  next: function () {
    var known = this[state];
    var match = known.done ? null : known.regexp.exec(known.text);
    if (match === null) {
      known.done = true;
      return { value: undefined, done: true };
    }
    if (match[0] === '') {
      known.regexp.lastIndex = advance(known.text, toLength(known.regexp.lastIndex), known.regexp.unicode);
    }
    return { value: match, done: false };
  }
});
defineTag(MatchIteratorPrototype, 'RegExp String Iterator');

define(String.prototype, {
  matchAll: function (pattern) {
    var text = String(requireObjectCoercible(this, 'String.prototype.matchAll'));
    if (isRegExp(pattern) && !has(pattern.flags, 'g')) {
      throw new TypeError('String.prototype.matchAll called with a regular expression without flag g');
    }
    var regexp = isRegExp(pattern) ? new RegExp(pattern.source, pattern.flags) : new RegExp(pattern, 'g');
    if (isRegExp(pattern)) regexp.lastIndex = pattern.lastIndex;
    var iterator = create(MatchIteratorPrototype);
    defineHidden(iterator, state, { regexp: regexp, text: text, done: false });
    return iterator;
  },
  replaceAll: function (pattern, replacement) {
    var text = String(requireObjectCoercible(this, 'String.prototype.replaceAll'));
    if (isRegExp(pattern)) {
      if (!has(pattern.flags, 'g')) {
        throw new TypeError('String.prototype.replaceAll called with a regular expression without flag g');
      }
      return text.replace(pattern, replacement);
    }
    pattern = String(pattern);
    var matches = [];
    var step = pattern.length || 1;
    for (var at = indexOf(text, pattern); at >= 0; at = at + step > text.length ? -1 : indexOf(text, pattern, at + step)) {
      matches[matches.length] = { 0: pattern, length: 1, index: at, groups: undefined };
    }
    return replaceMatches(matches, text, replacement);
  }
});

export { RegExp };
