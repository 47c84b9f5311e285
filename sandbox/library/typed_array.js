// What the engine's typed arrays lack: nearly every method.
import { apply, create, define, defineGetter, defineMethod, defineProperty, getPrototypeOf, isArray, isObject,
         nameFunction, relativeIndex, requireCallable, setPrototypeOf, toInteger, toLength, uncurried }
  from './define.js';
import { search, sharedMethods, sort } from './array.js';
import { defineArrayIteration, iterate } from './iterators.js';

var TypedArray = getPrototypeOf(Uint8Array);
var prototype = TypedArray.prototype;
var arrayValues = Array.prototype[Symbol.iterator];

function require(value) {
  if (!ArrayBuffer.isView(value) || value instanceof DataView) throw new TypeError('not a typed array');
  return value;
}

// A new typed array of the type of `array`.
function like(array, length) {
  var constructor = array.constructor;
  var species;
  if (constructor !== undefined) {
    if (!isObject(constructor)) throw new TypeError('constructor is not an object');
    species = constructor[Symbol.species];
  }
  if (species === undefined || species === null) species = own[nameOf(array)];
  var made = require(new species(length));
  if (made.length < length) throw new TypeError('the new typed array is too short');
  return made;
}

// The engine's constructors take arrays and array-likes, but no iterables. These stand before them;
// what they make is the engine's own.
function standBefore(Native) {
  var name = Native.name;
  var shared = Native.prototype;
  function Constructor(first, offset, length) {
    if (!(this instanceof Constructor)) throw new TypeError('Constructor ' + name + " requires 'new'");
    var array;
    if (typeof first === 'number') array = new Native(first);
    else if (isObject(first) && !isBufferOrView(first)) array = new Native(listOf(first));
    else if (offset === undefined) array = new Native(first);
    else if (length === undefined) array = new Native(first, offset);
    else array = new Native(first, offset, length);
    var derived = getPrototypeOf(this);
    if (derived !== shared) setPrototypeOf(array, derived);
    return array;
  }
  nameFunction(name, Constructor);
  defineProperty(Constructor, 'prototype', { value: shared, writable: false });
  defineProperty(Constructor, 'length', { value: 3, configurable: true });
  defineProperty(Constructor, 'BYTES_PER_ELEMENT', { value: Native.BYTES_PER_ELEMENT });
  setPrototypeOf(Constructor, TypedArray);
  defineMethod(shared, 'constructor', Constructor, name);
  defineMethod(globalThis, name, Constructor, name);
  return Constructor;
}

function isBufferOrView(value) { return ArrayBuffer.isView(value) || value instanceof ArrayBuffer; }

function listOf(source) {
  var method = source[Symbol.iterator];
  var values = [];
  if (method !== undefined && method !== null) {
    if (isArray(source) && method === arrayValues) return source;
    iterate(source, function (value, index) { values[index] = value; });
  } else {
    for (var i = 0, length = toLength(source.length); i < length; ++i) values[i] = source[i];
  }
  return values;
}

// The generic functions of Array, behind a test that `this` is a typed array.
function borrow(method) {
  return function () { return apply(method, require(this), arguments); };
}
var borrowed = {};
for (var name in sharedMethods) borrowed[name] = borrow(sharedMethods[name]);
['forEach', 'every', 'some', 'indexOf', 'lastIndexOf', 'reduce', 'reduceRight', 'join', 'reverse',
 'toLocaleString'].forEach(function (name) { borrowed[name] = borrow(Array.prototype[name]); });
define(prototype, borrowed);
defineArrayIteration(prototype);

function byNumber(a, b) { return a < b ? -1 : a > b ? 1 : 0; }

function sorted(array, compare) {
  if (compare !== undefined) requireCallable(compare);
  var values = [];
  for (var i = 0; i < array.length; ++i) values[i] = array[i];
  return sort(values, compare || byNumber);
}

define(prototype, {
  map: function (callback) {
    var array = require(this);
    requireCallable(callback);
    var result = like(array, array.length);
    for (var i = 0; i < array.length; ++i) result[i] = apply(callback, arguments[1], [array[i], i, array]);
    return result;
  },
  filter: function (callback) {
    var array = require(this);
    requireCallable(callback);
    var kept = [];
    for (var i = 0; i < array.length; ++i) {
      if (apply(callback, arguments[1], [array[i], i, array])) kept[kept.length] = array[i];
    }
    var result = like(array, kept.length);
    result.set(kept);
    return result;
  },
  slice: function (start, end) {
    var array = require(this);
    var from = relativeIndex(start, array.length, 0);
    var to = relativeIndex(end, array.length, array.length);
    var result = like(array, to > from ? to - from : 0);
    if (to > from) result.set(array.subarray(from, to));
    return result;
  },
  sort: function (compare) {
    var array = require(this);
    array.set(sorted(array, compare));
    return array;
  },
  toSorted: function (compare) {
    var values = sorted(require(this), compare);
    var result = new this.constructor(values.length);
    result.set(values);
    return result;
  },
  toReversed: function () { return this.slice().reverse(); },
  'with': function (index, value) {
    var array = require(this);
    index = toInteger(index);
    if (index < 0) index += array.length;
    if (index < 0 || index >= array.length) throw new RangeError('index out of range');
    var result = array.slice();
    result[index] = value;
    return result;
  }
});
// The engine makes the ArrayBuffer behind a typed array when it is first asked for; what was cut from
// it before that would get another one.
var bufferOf = uncurried(Object.getOwnPropertyDescriptor(prototype, 'buffer').get);
var engineSubarray = prototype.subarray;
defineMethod(prototype, 'subarray', function (start, end) {
  bufferOf(this);
  return apply(engineSubarray, this, end === undefined ? [start] : [start, end]);
}, 'subarray');
defineMethod(prototype, 'toString', Array.prototype.toString, 'toString');
defineGetter(prototype, 'length', function length() {
  // The engine keeps `length` on each instance; this is for who asks the prototype's getter.
  return require(this).byteLength / this.BYTES_PER_ELEMENT;
});
defineGetter(prototype, Symbol.toStringTag, function () {
  return ArrayBuffer.isView(this) && !(this instanceof DataView) ? nameOf(this) : undefined;
});
defineGetter(TypedArray, Symbol.species, function () { return this; });

var objectTag = uncurried(Object.prototype.toString);
var constructors = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array,
                    Uint32Array, Float32Array, Float64Array].map(standBefore);
var own = create(null);  // name → constructor
constructors.forEach(function (constructor) { own[constructor.name] = constructor; });
function nameOf(array) {
  for (var i = 0; i < constructors.length; ++i) {
    if (array instanceof constructors[i]) return constructors[i].name;
  }
  return undefined;
}

define(TypedArray, {
  from: function (source) {
    var map = arguments[1];
    var receiver = arguments[2];
    if (map !== undefined) requireCallable(map);
    var values = listOf(source);
    var result = new this(values.length);
    for (var j = 0; j < values.length; ++j) {
      result[j] = map === undefined ? values[j] : apply(map, receiver, [values[j], j]);
    }
    return result;
  },
  of: function () {
    var result = new this(arguments.length);
    for (var i = 0; i < arguments.length; ++i) result[i] = arguments[i];
    return result;
  }
});

var bytes = Uint8Array;
define(ArrayBuffer.prototype, {
  slice: function (start, end) {
    var from = relativeIndex(start, this.byteLength, 0);
    var to = relativeIndex(end, this.byteLength, this.byteLength);
    var copy = new ArrayBuffer(to > from ? to - from : 0);
    if (to > from) new bytes(copy).set(new bytes(this, from, to - from));
    return copy;
  }
});
