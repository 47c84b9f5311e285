// Iteration: the iterators of arrays and strings, and how the library walks any iterable.
import { apply, create, define, defineMethod, defineTag, hidden, isArray, isObject, requireCallable,
         requireObjectCoercible, uncurried } from './define.js';

export var IteratorPrototype = {};
defineMethod(IteratorPrototype, Symbol.iterator, function () { return this; }, '[Symbol.iterator]');

var target = hidden('target');
var index = hidden('index');
var kind = hidden('kind');  // undefined: values, 1: keys, 2: entries

export var ArrayIteratorPrototype = create(IteratorPrototype);
function arrayNext() {
  var array = this[target];
  if (array === undefined) return { value: undefined, done: true };
  var at = this[index];
  if (at >= array.length) {
    this[target] = undefined;
    return { value: undefined, done: true };
  }
  this[index] = at + 1;
  var what = this[kind];
  if (what === undefined) return { value: array[at], done: false };
  return { value: what === 1 ? at : [at, array[at]], done: false };
}
define(ArrayIteratorPrototype, { next: arrayNext });
defineTag(ArrayIteratorPrototype, 'Array Iterator');

function makeArrayIterator(array, what) {
  var iterator = create(ArrayIteratorPrototype);
  iterator[target] = isObject(array) ? array : Object(requireObjectCoercible(array, 'iterator'));
  iterator[index] = 0;
  if (what !== undefined) iterator[kind] = what;
  return iterator;
}

export function values() { return makeArrayIterator(this); }
export function keys() { return makeArrayIterator(this, 1); }
export function entries() { return makeArrayIterator(this, 2); }

// The iterator methods of `prototype`, which is an array's or a typed array's.
export function defineArrayIteration(prototype) {
  define(prototype, { values: values, keys: keys, entries: entries });
  defineMethod(prototype, Symbol.iterator, prototype.values, 'values');
}
defineArrayIteration(Array.prototype);

var codeAt = uncurried(String.prototype.charCodeAt);
var slice = uncurried(String.prototype.slice);
var StringIteratorPrototype = create(IteratorPrototype);
define(StringIteratorPrototype, {
  next: function () {
    var text = this[target];
    var at = this[index];
    if (at >= text.length) return { value: undefined, done: true };
    var code = codeAt(text, at);
    var end = at + 1;
    if (code >= 0xd800 && code <= 0xdbff && end < text.length) {
      code = codeAt(text, end);
      if (code >= 0xdc00 && code <= 0xdfff) ++end;
    }
    this[index] = end;
    return { value: slice(text, at, end), done: false };
  }
});
defineTag(StringIteratorPrototype, 'String Iterator');
defineMethod(String.prototype, Symbol.iterator, function () {
  var iterator = create(StringIteratorPrototype);
  iterator[target] = String(requireObjectCoercible(this, 'String.prototype[Symbol.iterator]'));
  iterator[index] = 0;
  return iterator;
}, '[Symbol.iterator]');

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
