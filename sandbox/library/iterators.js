// Iteration: how the library walks any iterable. The iterators themselves, of arrays, strings, Map and
// Set, are C++ (../builtins/iteration.h).
import { apply, define, defineMethod, isArray, isObject, requireCallable } from './define.js';

export var IteratorPrototype = host.IteratorPrototype;
var ArrayIteratorPrototype = host.ArrayIteratorPrototype;
var arrayNext = ArrayIteratorPrototype.next;
var values = Array.prototype.values;

// The iterator methods of a typed array's prototype.
export function defineArrayIteration(prototype) {
  define(prototype, { values: values, keys: Array.prototype.keys, entries: Array.prototype.entries });
  defineMethod(prototype, Symbol.iterator, prototype.values, 'values');
}

// Objects that script meets as `arguments` come without an iterator: the helpers of lowered code
// ask Array.from, which takes anything with a length.

export function iteratorOf(iterable) {
  var method = iterable === undefined || iterable === null ? undefined : iterable[Symbol.iterator];
  if (typeof method !== 'function') throw new TypeError('object is not iterable');
  var iterator = apply(method, iterable, []);
  if (!isObject(iterator)) throw new TypeError('iterator is not an object');
  return iterator;
}

// Closes an iterator that was left early. What return() throws is dropped: an error is under way.
export function closeIterator(iterator) {
  try {
    var method = iterator['return'];
    if (method !== undefined && method !== null) apply(method, iterator, []);
  } catch (error) { /* The first error counts. */ }
}

// Calls step(value, position) for each value. An array that nobody tampered with is walked without
// an iterator; the test is made once, as script between two steps cannot tell.
export function iterate(iterable, step) {
  var at = 0;
  if (isArray(iterable) && iterable[Symbol.iterator] === values &&
      ArrayIteratorPrototype.next === arrayNext) {
    for (; at < iterable.length; ++at) step(iterable[at], at);
    return;
  }
  var iterator = iteratorOf(iterable);
  var next = requireCallable(iterator.next);
  for (;;) {
    var result = apply(next, iterator, []);
    if (!isObject(result)) throw new TypeError('iterator result is not an object');
    if (result.done) return;
    var value = result.value;
    try {
      step(value, at++);
    } catch (error) {
      closeIterator(iterator);
      throw error;
    }
  }
}
