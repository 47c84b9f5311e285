// Destructuring, spread and yield* over iterables, as lowered code asks for them.
//
// An array that nobody tampered with is taken as it is: the test is one comparison, and arrays are
// what nearly all programs destructure and spread.
import { apply, getPrototypeOf, isArray, isObject } from './define.js';

var arrayValues = Array.prototype[Symbol.iterator];
var ArrayIteratorPrototype = getPrototypeOf(apply(arrayValues, [], []));
var arrayNext = ArrayIteratorPrototype.next;
var objectToString = Object.prototype.toString;

function isPlainArray(value) {
  return isArray(value) && value[Symbol.iterator] === arrayValues &&
         ArrayIteratorPrototype.next === arrayNext;
}

// The engine's arguments object has no iterator, and its prototype is everybody's.
function isArguments(value) {
  return isObject(value) && apply(objectToString, value, []) === '[object Arguments]';
}

function iteratorOf(iterable) {
  var method = iterable === undefined || iterable === null ? undefined : iterable[Symbol.iterator];
  if ((method === undefined || method === null) && isArguments(iterable)) method = arrayValues;
  if (typeof method !== 'function') {
    throw new TypeError((iterable === undefined || iterable === null ? String(iterable) : 'object') +
                        ' is not iterable');
  }
  var iterator = apply(method, iterable, []);
  if (!isObject(iterator)) throw new TypeError('iterator is not an object');
  return iterator;
}

function collect(iterable, most) {
  var iterator = iteratorOf(iterable);
  var next = iterator.next;
  var found = [];
  while (found.length < most) {
    var result = apply(next, iterator, []);
    if (!isObject(result)) throw new TypeError('iterator result is not an object');
    if (result.done) return found;
    found[found.length] = result.value;
  }
  // IteratorClose: what was left early is told so.
  var method = iterator['return'];
  if (method !== undefined && method !== null && !isObject(apply(method, iterator, []))) {
    throw new TypeError('iterator.return() gave no object');
  }
  return found;
}

// [a, b] = iterable
export function _sliced_to_array(iterable, count) {
  return isPlainArray(iterable) ? iterable : collect(iterable, count);
}

// [a, ...b] = iterable
export function _to_array(iterable) {
  return isPlainArray(iterable) ? iterable : collect(iterable, Infinity);
}

// [...iterable], f(...iterable)
export function _to_consumable_array(iterable) {
  if (!isPlainArray(iterable)) return collect(iterable, Infinity);
  var copy = [];
  for (var i = 0, length = iterable.length; i < length; ++i) copy[i] = iterable[i];
  return copy;
}

// for (x of iterable), yield* iterable
export function _ts_values(iterable) { return iteratorOf(iterable); }
