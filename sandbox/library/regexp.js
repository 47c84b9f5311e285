// RegExp: what the standard asks beyond the engine's own.
//
// The engine's regular expressions stay native where they can: ES5 patterns with the flags g, i, m.
// Every other one (flags d, s, u, y, named groups, look-behind, what the engine refuses) is a native
// object too, with a hidden record of what it stands for: a program of our own engine (regexp/).
// The methods are the standard's, and String's go the engine's own way when nothing was replaced.
import { apply, create, define, defineGetter, defineHidden, defineMethod, defineProperty, getPrototypeOf,
         hasOwn, hidden, isObject, setPrototypeOf, toLength, uncurried } from './define.js';

var NativeRegExp = globalThis.RegExp;
export var prototype = NativeRegExp.prototype;
var nativeExec = uncurried(prototype.exec);
var indexOf = uncurried(String.prototype.indexOf);
var slice = uncurried(String.prototype.slice);
var codeAt = uncurried(String.prototype.charCodeAt);
var getDescriptor = Object.getOwnPropertyDescriptor;
var compileProgram = host.regexpCompile;
var runProgram = host.regexpMatch;

export var record = hidden('regexp');
var compiled = create(null);  // flags + "/" + pattern → record
var compiledCount = 0;
var mostCompiled = 200;

function nativeGetter(name) { return uncurried(getDescriptor(prototype, name).get); }
var nativeSource = nativeGetter('source');
var nativeFlag = {
  global: nativeGetter('global'), ignoreCase: nativeGetter('ignoreCase'),
  multiline: nativeGetter('multiline')
};

function hasSlots(value) {
  if (!isObject(value) || value === prototype) return false;
  if (hasOwn(value, record)) return true;
  try {
    nativeSource(value);
    return true;
  } catch (error) {
    return false;
  }
}

export function isRegExp(value) {
  if (!isObject(value)) return false;
  var matcher = value[Symbol.match];
  return matcher !== undefined ? !!matcher : hasSlots(value);
}

export function has(flags, flag) { return indexOf(flags, flag) >= 0; }

// The flags in the order in which the standard lists them.
function inOrder(flags) {
  var ordered = '';
  for (var i = 0; i < 7; ++i) if (has(flags, 'dgimsuy'[i])) ordered += 'dgimsuy'[i];
  if (ordered.length !== flags.length) {
    if (has(flags, 'v')) throw new SyntaxError('RegExp flag v is not supported by the engine');
    throw new SyntaxError("Invalid regular expression flags '" + flags + "'");
  }
  return ordered;
}

// What `source` gives: text that stands between slashes.
function escaped(pattern) {
  var text = '';
  var inClass = false;
  for (var i = 0; i < pattern.length; ++i) {
    var unit = pattern[i];
    if (unit === '\\') unit += pattern[++i] === undefined ? '' : pattern[i];
    else if (unit === '[') inClass = true;
    else if (unit === ']') inClass = false;
    else if (unit === '/' && !inClass) unit = '\\/';
    else if (unit === '\n') unit = '\\n';
    else if (unit === '\r') unit = '\\r';
    else if (unit === '\u2028') unit = '\\u2028';
    else if (unit === '\u2029') unit = '\\u2029';
    text += unit;
  }
  return text === '' ? '(?:)' : text;
}

// What all regular expressions of one pattern and one set of flags share.
function recordOf(pattern, flags) {
  var key = flags + '/' + pattern;
  var known = compiled[key];
  if (known !== undefined) return known;
  var ordered = inOrder(flags);
  var made = compileProgram(pattern, (has(flags, 'i') ? 1 : 0) + (has(flags, 'm') ? 2 : 0) +
                                     (has(flags, 's') ? 4 : 0) + (has(flags, 'u') ? 8 : 0));
  if (++compiledCount > mostCompiled) {
    compiled = create(null);
    compiledCount = 1;
  }
  return compiled[key] = {
    source: escaped(pattern), flags: ordered, program: made.program, groups: made.groups,
    names: made.names, sticky: has(flags, 'y'), moves: has(flags, 'g') || has(flags, 'y'),
    indices: has(flags, 'd')
  };
}

function makeExtended(pattern, flags) {
  var known = recordOf(pattern, flags);
  var regexp = new NativeRegExp('', '');
  defineHidden(regexp, record, known);
  return regexp;
}

function make(pattern, flags) {
  var plain = indexOf(pattern, '(?<') < 0;
  for (var i = 0; plain && i < flags.length; ++i) plain = has('gim', flags[i]);
  if (plain) {
    try {
      return new NativeRegExp(pattern, flags);
    } catch (error) { /* The engine knows less than the standard. */ }
  }
  return makeExtended(pattern, flags);
}

export function RegExp(pattern, flags) {
  var called = !(this instanceof RegExp);
  var likeRegExp = isRegExp(pattern);
  if (called && likeRegExp && flags === undefined && pattern.constructor === RegExp) return pattern;
  if (hasSlots(pattern)) {
    if (flags === undefined) flags = flagsOf(pattern);
    pattern = sourceOf(pattern);
  } else if (likeRegExp) {
    if (flags === undefined) flags = pattern.flags;
    pattern = pattern.source;
  }
  pattern = pattern === undefined ? '' : String(pattern);
  var regexp = make(pattern, flags === undefined ? '' : String(flags));
  if (!called && getPrototypeOf(this) !== prototype) setPrototypeOf(regexp, getPrototypeOf(this));
  return regexp;
}
defineProperty(RegExp, 'prototype', { value: prototype, writable: false });
defineMethod(prototype, 'constructor', RegExp, 'RegExp');
defineMethod(globalThis, 'RegExp', RegExp, 'RegExp');
defineProperty(RegExp, 'length', { value: 2, configurable: true });
defineGetter(RegExp, Symbol.species, function () { return this; });

function sourceOf(regexp) {
  return hasOwn(regexp, record) ? regexp[record].source : nativeSource(regexp);
}
export function flagsOf(regexp) {
  if (hasOwn(regexp, record)) return regexp[record].flags;
  return (nativeFlag.global(regexp) ? 'g' : '') + (nativeFlag.ignoreCase(regexp) ? 'i' : '') +
         (nativeFlag.multiline(regexp) ? 'm' : '');
}

var flagNames = [['hasIndices', 'd'], ['global', 'g'], ['ignoreCase', 'i'], ['multiline', 'm'],
                 ['dotAll', 's'], ['unicode', 'u'], ['sticky', 'y']];
flagNames.forEach(function (pair) {
  var flag = pair[1];
  // The engine's getters say of what is no regular expression that it is none.
  var ofEngine = nativeFlag[pair[0]] || function (regexp) {
    nativeSource(regexp);
    return false;
  };
  defineGetter(prototype, pair[0], function () {
    if (this === prototype) return undefined;
    var known = this[record];
    return known === undefined ? ofEngine(this) : has(known.flags, flag);
  });
});
defineGetter(prototype, 'flags', function () {
  if (!isObject(this)) throw new TypeError('flags of what is no object');
  return (this.hasIndices ? 'd' : '') + (this.global ? 'g' : '') + (this.ignoreCase ? 'i' : '') +
         (this.multiline ? 'm' : '') + (this.dotAll ? 's' : '') + (this.unicode ? 'u' : '') +
         (this.sticky ? 'y' : '');
});
defineGetter(prototype, 'source', function () {
  if (this === prototype) return '(?:)';
  var known = this[record];
  return known === undefined ? escaped(nativeSource(this)) : known.source;
});

export function setLastIndex(regexp, index) {
  'use strict';
  regexp.lastIndex = index;
}

// Whether the engine gave up on a regular expression of its own: its executor recurses. From then on
// that one is run by ours.
export function gaveUp(error, regexp) {
  if (!(error instanceof EngineRangeError) || hasOwn(regexp, record) ||
      indexOf(String(error.message), 'regexp') < 0) {
    return false;
  }
  var pattern = nativeSource(regexp);
  var flags = flagsOf(regexp);
  defineHidden(regexp, record, recordOf(pattern, flags));
  return true;
}
var EngineRangeError = RangeError;

function builtinExec(regexp, text) {
  var known = regexp[record];
  if (known === undefined) {
    try {
      var native = nativeExec(regexp, text);
      if (native !== null) native.groups = undefined;
      return native;
    } catch (error) {
      if (!gaveUp(error, regexp)) throw error;
      known = regexp[record];
    }
  }
  var start = toLength(regexp.lastIndex);
  if (!known.moves) start = 0;
  var found = start > text.length ? null : runProgram(known.program, text, start, !known.sticky);
  if (found === null) {
    if (known.moves) setLastIndex(regexp, 0);
    return null;
  }
  if (known.moves) setLastIndex(regexp, found[1]);
  var match = [];
  for (var i = 0; i < known.groups; ++i) {
    match[i] = found[i * 2] < 0 || found[i * 2 + 1] < 0 ? undefined
                                                        : slice(text, found[i * 2], found[i * 2 + 1]);
  }
  match.index = found[0];
  match.input = text;
  match.groups = namedOf(known, match);
  if (known.indices) match.indices = indicesOf(known, found);
  return match;
}

function namedOf(known, values) {
  if (known.names.length === 0) return undefined;
  var groups = create(null);
  for (var i = 0; i < known.names.length; i += 2) groups[known.names[i]] = values[known.names[i + 1]];
  return groups;
}

function indicesOf(known, found) {
  var indices = [];
  for (var i = 0; i < known.groups; ++i) {
    indices[i] = found[i * 2] < 0 || found[i * 2 + 1] < 0 ? undefined : [found[i * 2], found[i * 2 + 1]];
  }
  indices.groups = namedOf(known, indices);
  return indices;
}

// RegExpExec: a script's own exec() counts.
export function execute(regexp, text) {
  var exec = regexp.exec;
  if (exec === ownExec || typeof exec !== 'function') return builtinExec(regexp, text);
  var result = apply(exec, regexp, [text]);
  if (result !== null && !isObject(result)) throw new TypeError('exec() gave neither object nor null');
  return result;
}

var methods = {
  exec: function (text) {
    // Of what is no regular expression the engine's exec() says so.
    return builtinExec(this, String(text));
  },
  test: function (text) {
    if (!isObject(this)) throw new TypeError('test() of what is no object');
    return execute(this, String(text)) !== null;
  },
  toString: function () {
    if (!isObject(this)) throw new TypeError('toString() of what is no object');
    return '/' + this.source + '/' + this.flags;
  }
};
export var ownExec = methods.exec;
for (var name in methods) defineMethod(prototype, name, methods[name], name);

// One position further, over a whole character with flag u.
export function advance(text, index, unicode) {
  if (!unicode || index + 1 >= text.length) return index + 1;
  var code = codeAt(text, index);
  if (code < 0xd800 || code > 0xdbff) return index + 1;
  code = codeAt(text, index + 1);
  return code >= 0xdc00 && code <= 0xdfff ? index + 2 : index + 1;
}

export function speciesOf(regexp) {
  var constructor = regexp.constructor;
  if (constructor === undefined) return RegExp;
  if (!isObject(constructor)) throw new TypeError('constructor is not an object');
  var species = constructor[Symbol.species];
  return species === undefined || species === null ? RegExp : species;
}

// A literal that the engine does not take as it stands in lowered code.
export function _regexp(pattern, flags) { return makeExtended(pattern, flags); }
