// Object's missing functions.
import { create, define, defineMethod, hasOwn, isEnumerable, ownKeys, put } from './define.js';
import { iterate } from './iterators.js';

var getDescriptor = Object.getOwnPropertyDescriptor;
var nativeKeys = Object.keys;

// The groups are found by `keyOf`, in the order in which their first members come.
export function group(items, callback, add) {
  if (typeof callback !== 'function') throw new TypeError('callback is not a function');
  iterate(items, function (value, index) { add(callback(value, index), value); });
}

// The engine's does not copy what symbols name.
defineMethod(Object, 'assign', host.assign, 'assign');
Object.defineProperty(Object.assign, 'length', { value: 2, configurable: true });

define(Object, {
  entries: function (object) {
    var keys = nativeKeys(object);
    var found = [];
    for (var i = 0; i < keys.length; ++i) {
      if (isEnumerable(object, keys[i])) found[found.length] = [keys[i], object[keys[i]]];
    }
    return found;
  },
  values: function (object) {
    var keys = nativeKeys(object);
    var found = [];
    for (var i = 0; i < keys.length; ++i) {
      if (isEnumerable(object, keys[i])) found[found.length] = object[keys[i]];
    }
    return found;
  },
  fromEntries: function (iterable) {
    var object = {};
    iterate(iterable, function (entry) { put(object, entry[0], entry[1]); });
    return object;
  },
  getOwnPropertyDescriptors: function (object) {
    var keys = ownKeys(Object(object));
    var found = {};
    for (var i = 0; i < keys.length; ++i) {
      var descriptor = getDescriptor(object, keys[i]);
      if (descriptor !== undefined) put(found, keys[i], descriptor);
    }
    return found;
  },
  hasOwn: function (object, key) {
    if (object === undefined || object === null) throw new TypeError('not an object');
    return hasOwn(object, key);
  },
  groupBy: function (items, callback) {
    var groups = create(null);
    group(items, callback, function (key, value) {
      if (typeof key !== 'symbol') key = String(key);
      if (key in groups) groups[key][groups[key].length] = value;
      else groups[key] = [value];
    });
    return groups;
  }
});
