// Array's missing functions. Those the engine has stay: they are native and quick.
import { apply, define, defineProperty, isArray, put, relativeIndex, requireCallable, sameValueZero,
         toInteger, toLength, uncurried } from './define.js';
import { iterate } from './iterators.js';

var nativeSlice = uncurried(Array.prototype.slice);
var nativeSort = uncurried(Array.prototype.sort);
var nativeSplice = Array.prototype.splice;

// An array-like's values as a plain array without holes.
function copied(arrayLike) {
  var length = toLength(arrayLike.length);
  var array = [];
  for (var i = 0; i < length; ++i) array[i] = arrayLike[i];
  return array;
}

// The first index from `from` in steps of `step` at which the callback holds; -1 if none.
export function search(array, callback, receiver, from, step) {
  requireCallable(callback);
  var length = toLength(array.length);
  for (var i = step > 0 ? from : length - 1; step > 0 ? i < length : i >= 0; i += step) {
    if (apply(callback, receiver, [array[i], i, array])) return i;
  }
  return -1;
}

// The methods that typed arrays have in the same form.
export var sharedMethods = {
  at: Array.prototype.at,
  includes: Array.prototype.includes,
  find: Array.prototype.find,
  findIndex: Array.prototype.findIndex,
  findLast: Array.prototype.findLast,
  findLastIndex: Array.prototype.findLastIndex,
  fill: function (value) {
    var array = Object(this);
    var length = toLength(array.length);
    var end = relativeIndex(arguments[2], length, length);
    for (var i = relativeIndex(arguments[1], length, 0); i < end; ++i) array[i] = value;
    return array;
  },
  copyWithin: function (target, start) {
    var array = Object(this);
    var length = toLength(array.length);
    var to = relativeIndex(target, length, 0);
    var from = relativeIndex(start, length, 0);
    var count = relativeIndex(arguments[2], length, length) - from;
    if (count > length - to) count = length - to;
    var step = from < to && to < from + count ? -1 : 1;
    if (step < 0) {
      from += count - 1;
      to += count - 1;
    }
    for (; count > 0; --count, from += step, to += step) {
      if (from in array) array[to] = array[from];
      else delete array[to];
    }
    return array;
  }
};
define(Array.prototype, sharedMethods);

define(Array.prototype, {
  toReversed: function () {
    var array = copied(Object(this));
    for (var i = 0, j = array.length - 1; i < j; ++i, --j) {
      var value = array[i];
      array[i] = array[j];
      array[j] = value;
    }
    return array;
  },
  toSorted: function (compare) {
    if (compare !== undefined) requireCallable(compare);
    return sort(copied(Object(this)), compare);
  },
  toSpliced: function () {
    var array = copied(Object(this));
    apply(nativeSplice, array, arguments);
    return array;
  },
  'with': function (index, value) {
    var array = copied(Object(this));
    index = toInteger(index);
    if (index < 0) index += array.length;
    if (index < 0 || index >= array.length) throw new RangeError('index out of range');
    array[index] = value;
    return array;
  }
});

// A stable sort of a dense array (the engine's own is a quicksort, which is not): merges from the
// bottom up, n log n comparisons.
export function sort(array, compare) {
  if (compare === undefined) return nativeSort(array);
  var length = array.length;
  var from = array;
  var to = [];
  for (var width = 1; width < length; width *= 2) {
    for (var start = 0; start < length; start += 2 * width) {
      var left = start;
      var middle = start + width < length ? start + width : length;
      var right = middle;
      var end = start + 2 * width < length ? start + 2 * width : length;
      for (var at = start; at < end; ++at) {
        to[at] = left < middle && (right >= end || !(compare(from[left], from[right]) > 0))
          ? from[left++] : from[right++];
      }
    }
    var done = to;
    to = from;
    from = done;
  }
  if (from !== array) for (var i = 0; i < length; ++i) array[i] = from[i];
  return array;
}

// Since ES2019 sort() is stable. Holes and undefined go to the end, as the engine does it.
defineProperty(Array.prototype, 'sort', {
  value: function sort_(compare) {
    if (compare !== undefined) requireCallable(compare);
    if (compare === undefined || !isArray(this)) return nativeSort(this, compare);
    var length = this.length;
    var present = [];
    var undefinedCount = 0;
    for (var i = 0; i < length; ++i) {
      if (this[i] !== undefined) present[present.length] = this[i];
      else if (i in this) ++undefinedCount;
    }
    sort(present, compare);
    for (i = 0; i < present.length; ++i) this[i] = present[i];
    for (; undefinedCount > 0; --undefinedCount) this[i++] = undefined;
    for (; i < length; ++i) delete this[i];
    return this;
  },
  writable: true, configurable: true, enumerable: false
});
defineProperty(Array.prototype.sort, 'name', { value: 'sort', configurable: true });

define(Array, {
  of: function () {
    if (typeof this !== 'function' || this === Array) return nativeSlice(arguments);
    var result = new this(arguments.length);
    for (var i = 0; i < arguments.length; ++i) put(result, i, arguments[i]);
    result.length = arguments.length;
    return result;
  }
});
