// RegExp.prototype's methods with well-known symbols, and the methods of String that ask them.
import { apply, create, define, defineMethod, defineTag, getPrototypeOf, hasOwn, hidden, isObject,
         requireObjectCoercible, toInteger, toLength, uncurried } from './define.js';
import { IteratorPrototype } from './iterators.js';
import { advance, execute, gaveUp, has, isRegExp, ownExec, prototype, record, RegExp, setLastIndex, speciesOf }
  from './regexp.js';

var indexOf = uncurried(String.prototype.indexOf);
var slice = uncurried(String.prototype.slice);
var concat = uncurried(Array.prototype.concat);

function requireObject(value) {
  if (!isObject(value)) throw new TypeError('not an object');
  return value;
}

// GetSubstitution: what the template gives for one match.
function expand(template, matched, text, position, captures, groups) {
  var result = '';
  var from = 0;
  for (;;) {
    var at = indexOf(template, '$', from);
    if (at < 0 || at + 1 >= template.length) return result + slice(template, from);
    result += slice(template, from, at);
    var next = template[at + 1];
    from = at + 2;
    if (next === '$') result += '$';
    else if (next === '&') result += matched;
    else if (next === '`') result += slice(text, 0, position);
    else if (next === "'") result += slice(text, position + matched.length);
    else if (next === '<' && groups !== undefined && indexOf(template, '>', from) >= 0) {
      var end = indexOf(template, '>', from);
      var value = groups[slice(template, from, end)];
      if (value !== undefined) result += String(value);
      from = end + 1;
    } else if (next >= '0' && next <= '9') {
      var number = +next;
      var second = template[from];
      if (second >= '0' && second <= '9' && number * 10 + +second >= 1 &&
          number * 10 + +second <= captures.length) {
        number = number * 10 + +second;
        ++from;
      }
      if (number >= 1 && number <= captures.length) {
        if (captures[number - 1] !== undefined) result += captures[number - 1];
      } else {
        result += slice(template, at, from);
      }
    } else {
      result += '$';
      from = at + 1;
    }
  }
}

// Every match when global, else the first one or none.
function matchesOf(regexp, text, global, unicode) {
  var found = [];
  for (;;) {
    var match = execute(regexp, text);
    if (match === null) return found;
    found[found.length] = match;
    if (!global) return found;
    if (String(match[0]) === '') {
      setLastIndex(regexp, advance(text, toLength(regexp.lastIndex), unicode));
    }
  }
}

var symbolMethods = {
  match: function (text) {
    var regexp = requireObject(this);
    text = String(text);
    var flags = String(regexp.flags);
    if (!has(flags, 'g')) return execute(regexp, text);
    setLastIndex(regexp, 0);
    var matches = matchesOf(regexp, text, true, has(flags, 'u'));
    if (matches.length === 0) return null;
    for (var i = 0; i < matches.length; ++i) matches[i] = String(matches[i][0]);
    return matches;
  },
  matchAll: function (text) {
    var regexp = requireObject(this);
    text = String(text);
    var constructor = speciesOf(regexp);
    var flags = String(regexp.flags);
    var matcher = new constructor(regexp, flags);
    setLastIndex(matcher, toLength(regexp.lastIndex));
    return makeMatchIterator(matcher, text, has(flags, 'g'), has(flags, 'u'));
  },
  search: function (text) {
    var regexp = requireObject(this);
    text = String(text);
    var kept = regexp.lastIndex;
    if (kept !== 0 || 1 / kept < 0) setLastIndex(regexp, 0);
    var match = execute(regexp, text);
    var now = regexp.lastIndex;
    if (!(now === kept && (now !== 0 || 1 / now === 1 / kept))) setLastIndex(regexp, kept);
    return match === null ? -1 : match.index;
  },
  replace: function (text, replacement) {
    var regexp = requireObject(this);
    text = String(text);
    if (typeof replacement !== 'function') replacement = String(replacement);
    var flags = String(regexp.flags);
    var global = has(flags, 'g');
    if (global) setLastIndex(regexp, 0);
    var matches = matchesOf(regexp, text, global, has(flags, 'u'));
    var result = '';
    var from = 0;
    for (var i = 0; i < matches.length; ++i) {
      var match = matches[i];
      var length = toLength(match.length);
      var matched = String(match[0]);
      var position = toInteger(match.index);
      position = position < 0 ? 0 : position > text.length ? text.length : position;
      var captures = [];
      for (var j = 1; j < length; ++j) {
        captures[j - 1] = match[j] === undefined ? undefined : String(match[j]);
      }
      var groups = match.groups;
      var value;
      if (typeof replacement === 'function') {
        var args = concat([matched], captures, [position, text]);
        if (groups !== undefined) args[args.length] = groups;
        value = String(apply(replacement, undefined, args));
      } else {
        if (groups !== undefined) groups = Object(requireObjectCoercible(groups, 'replace'));
        value = expand(replacement, matched, text, position, captures, groups);
      }
      if (position >= from) {
        result += slice(text, from, position) + value;
        from = position + matched.length;
      }
    }
    return from >= text.length ? result : result + slice(text, from);
  },
  split: function (text, limit) {
    var regexp = requireObject(this);
    text = String(text);
    var constructor = speciesOf(regexp);
    var flags = String(regexp.flags);
    var unicode = has(flags, 'u');
    var splitter = new constructor(regexp, has(flags, 'y') ? flags : flags + 'y');
    var pieces = [];
    limit = limit === undefined ? 0xffffffff : limit >>> 0;
    if (limit === 0) return pieces;
    if (text.length === 0) return execute(splitter, text) === null ? [text] : pieces;
    var from = 0;
    var at = 0;
    while (at < text.length) {
      setLastIndex(splitter, at);
      var match = execute(splitter, text);
      var end = match === null ? 0 : toLength(splitter.lastIndex);
      if (end > text.length) end = text.length;
      if (match === null || end === from) {
        at = advance(text, at, unicode);
        continue;
      }
      pieces[pieces.length] = slice(text, from, at);
      if (pieces.length === limit) return pieces;
      from = end;
      for (var i = 1, count = toLength(match.length); i < count; ++i) {
        pieces[pieces.length] = match[i];
        if (pieces.length === limit) return pieces;
      }
      at = from;
    }
    pieces[pieces.length] = slice(text, from);
    return pieces;
  }
};
for (var name in symbolMethods) {
  defineMethod(prototype, Symbol[name], symbolMethods[name], '[Symbol.' + name + ']');
}

// Whether the engine's own method of String does what the standard asks: a native regular
// expression on which, and on whose prototype, nothing was replaced.
function isPristine(pattern, symbol, own) {
  return getPrototypeOf(pattern) === prototype && pattern[record] === undefined &&
         pattern.exec === ownExec && pattern[symbol] === own;
}

// The methods of String: what is asked with an object may be answered by it.
function dispatching(name, make) {
  var symbol = Symbol[name];
  var own = symbolMethods[name];
  var native = uncurried(String.prototype[name]);
  var methods = {
    search: function (pattern, second) {
      'use strict';
      requireObjectCoercible(this, 'String.prototype.' + name);
      if (isObject(pattern)) {
        // A callback must not be called again if the engine gives up half-way, which it can only in a
        // long text.
        if (isPristine(pattern, symbol, own) &&
            (typeof second !== 'function' || (typeof this === 'string' && this.length < 500))) {
          var kept = pattern.lastIndex;
          try {
            var result = native(this, pattern, second);
            if (name === 'match' && result !== null && 'index' in result) result.groups = undefined;
            return result;
          } catch (error) {
            if (!gaveUp(error, pattern)) throw error;
            setLastIndex(pattern, kept);
          }
        }
        var method = pattern[symbol];
        if (method !== undefined && method !== null) return apply(method, pattern, [this, second]);
      }
      if (make) {
        var regexp = new RegExp(pattern);
        return regexp[symbol](String(this));
      }
      return native(this, pattern, second);
    }
  };
  defineMethod(String.prototype, name, methods.search, name);
  Object.defineProperty(methods.search, 'length', { value: make ? 1 : 2, configurable: true });
}
dispatching('match', true);
dispatching('search', true);
dispatching('split', false);
dispatching('replace', false);

var state = hidden('matches');
var MatchIteratorPrototype = create(IteratorPrototype);
define(MatchIteratorPrototype, {
  next: function () {
    if (!isObject(this) || !hasOwn(this, state)) throw new TypeError('not an iterator of matches');
    var known = this[state];
    var match = known.done ? null : execute(known.regexp, known.text);
    if (match === null) {
      known.done = true;
      return { value: undefined, done: true };
    }
    if (!known.global) known.done = true;
    else if (String(match[0]) === '') {
      setLastIndex(known.regexp, advance(known.text, toLength(known.regexp.lastIndex), known.unicode));
    }
    return { value: match, done: false };
  }
});
defineTag(MatchIteratorPrototype, 'RegExp String Iterator');
function makeMatchIterator(regexp, text, global, unicode) {
  var iterator = create(MatchIteratorPrototype);
  iterator[state] = { regexp: regexp, text: text, global: global, unicode: unicode, done: false };
  return iterator;
}

function requireGlobal(pattern, name) {
  if (!isRegExp(pattern)) return;
  var flags = pattern.flags;
  requireObjectCoercible(flags, name);
  if (!has(String(flags), 'g')) {
    throw new TypeError(name + ' called with a regular expression without flag g');
  }
}

define(String.prototype, {
  matchAll: function (pattern) {
    'use strict';
    requireObjectCoercible(this, 'String.prototype.matchAll');
    if (pattern !== undefined && pattern !== null) {
      requireGlobal(pattern, 'String.prototype.matchAll');
      var method = pattern[Symbol.matchAll];
      if (method !== undefined && method !== null) return apply(method, pattern, [this]);
    }
    return new RegExp(pattern, 'g')[Symbol.matchAll](String(this));
  },
  replaceAll: function (pattern, replacement) {
    'use strict';
    requireObjectCoercible(this, 'String.prototype.replaceAll');
    if (pattern !== undefined && pattern !== null) {
      requireGlobal(pattern, 'String.prototype.replaceAll');
      var method = pattern[Symbol.replace];
      if (method !== undefined && method !== null) return apply(method, pattern, [this, replacement]);
    }
    var text = String(this);
    pattern = String(pattern);
    if (typeof replacement !== 'function') replacement = String(replacement);
    var step = pattern.length || 1;
    var result = '';
    var from = 0;
    for (var at = indexOf(text, pattern); at >= 0;
         at = at + step > text.length ? -1 : indexOf(text, pattern, at + step)) {
      var value = typeof replacement === 'function'
          ? String(apply(replacement, undefined, [pattern, at, text]))
          : expand(replacement, pattern, text, at, [], undefined);
      result += slice(text, from, at) + value;
      from = at + pattern.length;
    }
    return result + slice(text, from);
  }
});
