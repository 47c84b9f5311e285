// Map, Set, WeakMap and WeakSet.
//
// A Map is a chain of entries in insertion order plus an index from key to entry. A removed entry
// keeps its way forward, so an iterator that stands on it still finds what follows. Keys go into
// one index by type: strings and symbols as themselves, objects by their identity (a string that
// the host makes of the address, which is safe while the entry holds the object).
import { create, define, defineGetter, defineHidden, defineMethod, defineProperty, defineTag, hasOwn,
         hidden, isObject, objectKey, requireCallable } from './define.js';
import { IteratorPrototype, iterate } from './iterators.js';
import { group } from './object.js';

var slot = hidden('entries');

function emptyState() {
  return { first: null, last: null, size: 0, strings: create(null), numbers: create(null),
           objects: create(null) };
}

function stateOf(value, type) {
  var state = isObject(value) && hasOwn(value, slot) ? value[slot] : undefined;
  if (state === undefined || state.type !== type) throw new TypeError('not a ' + type);
  return state;
}

// The index that `key` belongs to. Symbols share one with the strings: they cannot collide.
function indexOf(state, key) {
  switch (typeof key) {
    case 'string': case 'symbol': return state.strings;
    case 'number': return state.numbers;
    case 'object': case 'function': return state.objects;
    default: return state.numbers;  // undefined and the booleans, which no number is spelled like
  }
}

function indexKey(key) {
  return (typeof key === 'object' && key !== null) || typeof key === 'function' ? objectKey(key) : key;
}

function find(state, key) {
  return indexOf(state, key)[indexKey(key)];
}

function put(state, key, value) {
  var index = indexOf(state, key);
  var name = indexKey(key);
  var entry = index[name];
  if (entry !== undefined) {
    entry.value = value;
    return;
  }
  entry = { key: key === 0 ? 0 : key, value: value, previous: state.last, next: null, removed: false };
  index[name] = entry;
  if (state.last === null) state.first = entry;
  else state.last.next = entry;
  state.last = entry;
  ++state.size;
}

function remove(state, key) {
  var index = indexOf(state, key);
  var name = indexKey(key);
  var entry = index[name];
  if (entry === undefined) return false;
  delete index[name];
  entry.removed = true;
  if (entry.previous === null) state.first = entry.next;
  else entry.previous.next = entry.next;
  if (entry.next === null) state.last = entry.previous;
  else entry.next.previous = entry.previous;
  --state.size;
  return true;
}

function clear(state) {
  for (var entry = state.first; entry !== null; entry = entry.next) {
    entry.removed = true;
    // What stands on a removed entry goes back to one that is still there: to the beginning here.
    entry.previous = null;
  }
  state.first = state.last = null;
  state.size = 0;
  state.strings = create(null);
  state.numbers = create(null);
  state.objects = create(null);
}

// The entry after `entry` (null: the first one), now.
function following(state, entry) {
  while (entry !== null && entry.removed) entry = entry.previous;
  return entry === null ? state.first : entry.next;
}

function forEach(state, callback, receiver, collection) {
  requireCallable(callback);
  for (var entry = following(state, null); entry !== null; entry = following(state, entry)) {
    callback.call(receiver, entry.value, entry.key, collection);
  }
}

var cursor = hidden('cursor');

// An iterator class over the entries: `pick` makes the value of an entry, by the iterator's kind.
function defineIterator(tag) {
  var prototype = create(IteratorPrototype);
  define(prototype, {
    next: function () {
      var at = this[cursor];
      if (at.state === null) return { value: undefined, done: true };
      var entry = following(at.state, at.entry);
      if (entry === null) {
        at.state = at.entry = null;
        return { value: undefined, done: true };
      }
      at.entry = entry;
      return { value: at.kind === 0 ? entry.key : at.kind === 1 ? entry.value : [entry.key, entry.value],
               done: false };
    }
  });
  defineTag(prototype, tag);
  return function (state, kind) {
    var iterator = create(prototype);
    iterator[cursor] = { state: state, entry: null, kind: kind };
    return iterator;
  };
}

function install(name, constructor, methods) {
  defineMethod(globalThis, name, constructor, name);
  defineProperty(constructor, 'length', { value: 0, configurable: true });
  define(constructor.prototype, methods);
  defineTag(constructor.prototype, name);
}

function open(instance, type, constructor) {
  if (!(instance instanceof constructor)) throw new TypeError(type + ' must be called with new');
  var state = emptyState();
  state.type = type;
  defineHidden(instance, slot, state);
}

export function Map(iterable) {
  open(this, 'Map', Map);
  if (iterable === undefined || iterable === null) return;
  var map = this;
  var adder = requireCallable(map.set);
  iterate(iterable, function (entry) {
    if (!isObject(entry)) throw new TypeError('a Map entry must be an object');
    adder.call(map, entry[0], entry[1]);
  });
}
var mapIterator = defineIterator('Map Iterator');
install('Map', Map, {
  get: function (key) {
    var entry = find(stateOf(this, 'Map'), key);
    return entry === undefined ? undefined : entry.value;
  },
  set: function (key, value) {
    put(stateOf(this, 'Map'), key, value);
    return this;
  },
  has: function (key) { return find(stateOf(this, 'Map'), key) !== undefined; },
  'delete': function (key) { return remove(stateOf(this, 'Map'), key); },
  clear: function () { clear(stateOf(this, 'Map')); },
  forEach: function (callback) { forEach(stateOf(this, 'Map'), callback, arguments[1], this); },
  keys: function () { return mapIterator(stateOf(this, 'Map'), 0); },
  values: function () { return mapIterator(stateOf(this, 'Map'), 1); },
  entries: function () { return mapIterator(stateOf(this, 'Map'), 2); }
});
defineGetter(Map.prototype, 'size', function size() { return stateOf(this, 'Map').size; });
defineMethod(Map.prototype, Symbol.iterator, Map.prototype.entries, 'entries');
define(Map, {
  groupBy: function (items, callback) {
    var groups = new Map();
    var state = groups[slot];
    group(items, callback, function (key, value) {
      var entry = find(state, key);
      if (entry === undefined) put(state, key, [value]);
      else entry.value[entry.value.length] = value;
    });
    return groups;
  }
});

export function Set(iterable) {
  open(this, 'Set', Set);
  if (iterable === undefined || iterable === null) return;
  var set = this;
  var adder = requireCallable(set.add);
  iterate(iterable, function (value) { adder.call(set, value); });
}
var setIterator = defineIterator('Set Iterator');
install('Set', Set, {
  add: function (value) {
    put(stateOf(this, 'Set'), value, value);
    return this;
  },
  has: function (value) { return find(stateOf(this, 'Set'), value) !== undefined; },
  'delete': function (value) { return remove(stateOf(this, 'Set'), value); },
  clear: function () { clear(stateOf(this, 'Set')); },
  forEach: function (callback) { forEach(stateOf(this, 'Set'), callback, arguments[1], this); },
  values: function () { return setIterator(stateOf(this, 'Set'), 0); },
  entries: function () { return setIterator(stateOf(this, 'Set'), 2); }
});
defineMethod(Set.prototype, 'keys', Set.prototype.values, 'values');
defineMethod(Set.prototype, Symbol.iterator, Set.prototype.values, 'values');
defineGetter(Set.prototype, 'size', function size() { return stateOf(this, 'Set').size; });

// A weak collection stores nothing itself: the value hangs on the key object, under a name of its
// own, and goes when the key goes.
var weak = hidden('weak');
var weakCount = 0;

function weakName(value, type) {
  if (!isObject(value) || !hasOwn(value, weak) || value[weak].type !== type) {
    throw new TypeError('not a ' + type);
  }
  return value[weak].name;
}
function openWeak(instance, type, constructor) {
  if (!(instance instanceof constructor)) throw new TypeError(type + ' must be called with new');
  defineHidden(instance, weak, { type: type, name: hidden('weak' + ++weakCount) });
}
function hasWeak(name, key) {
  return isObject(key) && hasOwn(key, name) && key[name] !== weak;
}
function deleteWeak(name, key) {
  if (!hasWeak(name, key)) return false;
  defineHidden(key, name, weak);  // a frozen key cannot lose a property; this value means "none"
  return true;
}

export function WeakMap(iterable) {
  openWeak(this, 'WeakMap', WeakMap);
  if (iterable === undefined || iterable === null) return;
  var map = this;
  iterate(iterable, function (entry) { map.set(entry[0], entry[1]); });
}
install('WeakMap', WeakMap, {
  get: function (key) {
    var name = weakName(this, 'WeakMap');
    return hasWeak(name, key) ? key[name] : undefined;
  },
  set: function (key, value) {
    var name = weakName(this, 'WeakMap');
    if (!isObject(key)) throw new TypeError('invalid WeakMap key');
    defineHidden(key, name, value);
    return this;
  },
  has: function (key) { return hasWeak(weakName(this, 'WeakMap'), key); },
  'delete': function (key) { return deleteWeak(weakName(this, 'WeakMap'), key); }
});

export function WeakSet(iterable) {
  openWeak(this, 'WeakSet', WeakSet);
  if (iterable === undefined || iterable === null) return;
  var set = this;
  iterate(iterable, function (value) { set.add(value); });
}
install('WeakSet', WeakSet, {
  add: function (value) {
    var name = weakName(this, 'WeakSet');
    if (!isObject(value)) throw new TypeError('invalid WeakSet value');
    defineHidden(value, name, true);
    return this;
  },
  has: function (value) { return hasWeak(weakName(this, 'WeakSet'), value); },
  'delete': function (value) { return deleteWeak(weakName(this, 'WeakSet'), value); }
});

[Map, Set].forEach(function (constructor) {
  defineGetter(constructor, Symbol.species, function () { return this; });
});
