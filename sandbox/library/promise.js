// The rest of Promise, after ECMAScript section 27.2 (https://tc39.es/ecma262/#sec-promise-objects).
// Constructor, then, catch, resolve, reject and the jobs are C++ (../builtins/promise.h).
import { apply, define, defineMethod, defineProperty, isObject, put, requireCallable } from './define.js';
import { iterate } from './iterators.js';

export var Promise = globalThis.Promise;
var resolve = Promise.resolve;

// A new promise of `constructor` with its two functions: [promise, resolve, reject].
var newCapability = host.newCapability;

function promiseResolve(constructor, value) { return apply(resolve, constructor, [value]); }

function speciesOf(promise) {
  var constructor = promise.constructor;
  if (constructor === undefined) return Promise;
  if (!isObject(constructor)) throw new TypeError('constructor is not an object');
  var species = constructor[Symbol.species];
  return species === undefined || species === null ? Promise : species;
}

define(Promise.prototype, {
  'finally': function (onFinally) {
    if (!isObject(this)) throw new TypeError('not an object');
    var constructor = speciesOf(this);
    if (typeof onFinally !== 'function') return this.then(onFinally, onFinally);
    return this.then(function (value) {
      return promiseResolve(constructor, onFinally()).then(function () { return value; });
    }, function (reason) {
      return promiseResolve(constructor, onFinally()).then(function () { throw reason; });
    });
  }
});

export function AggregateError(errors, message, options) {
  // A real error, with a stack, and of the class whose constructor called this one.
  var ours = isObject(this) && this instanceof AggregateError;
  var error = Object.setPrototypeOf(new Error(), ours ? Object.getPrototypeOf(this) : AggregateError.prototype);
  if (message !== undefined) {
    defineProperty(error, 'message', { value: String(message), writable: true, configurable: true });
  }
  if (isObject(options) && 'cause' in options) {
    defineProperty(error, 'cause', { value: options.cause, writable: true, configurable: true });
  }
  var list = [];
  iterate(errors, function (value) { list[list.length] = value; });
  defineProperty(error, 'errors', { value: list, writable: true, configurable: true });
  return error;
}
AggregateError.prototype = Object.create(Error.prototype);
defineMethod(AggregateError.prototype, 'constructor', AggregateError, 'AggregateError');
defineProperty(AggregateError.prototype, 'name', { value: 'AggregateError', writable: true, configurable: true });
defineProperty(AggregateError.prototype, 'message', { value: '', writable: true, configurable: true });
Object.setPrototypeOf(AggregateError, Error);
defineProperty(globalThis, 'AggregateError', { value: AggregateError, writable: true, configurable: true });

// What all, allSettled and any share: collects one value for each promise, in their order.
// `onValue` and `onReason` say what to store, or are undefined to settle the whole at once.
function combine(constructor, iterable, onValue, onReason, finish) {
  var capability = newCapability(constructor);
  try {
    var resolveEach = requireCallable(constructor.resolve);
    var collected = [];
    var remaining = 1;
    var store = function (index, called, make) {
      return function (value) {
        if (called.done) return;
        called.done = true;
        put(collected, index, make(value));
        if (--remaining === 0) finish(capability, collected);
      };
    };
    iterate(iterable, function (item, index) {
      put(collected, index, undefined);
      var promise = apply(resolveEach, constructor, [item]);
      var called = { done: false };  // of both functions together
      ++remaining;
      promise.then(onValue === undefined ? capability[1] : store(index, called, onValue),
                   onReason === undefined ? capability[2] : store(index, called, onReason));
    });
    if (--remaining === 0) finish(capability, collected);
  } catch (error) {
    apply(capability[2], undefined, [error]);
  }
  return capability[0];
}

function same(value) { return value; }
function succeed(capability, collected) { apply(capability[1], undefined, [collected]); }

define(Promise, {
  all: function (iterable) { return combine(this, iterable, same, undefined, succeed); },
  allSettled: function (iterable) {
    return combine(this, iterable,
      function (value) { return { status: 'fulfilled', value: value }; },
      function (reason) { return { status: 'rejected', reason: reason }; }, succeed);
  },
  any: function (iterable) {
    return combine(this, iterable, undefined, same, function (capability, collected) {
      apply(capability[2], undefined, [new AggregateError(collected, 'All promises were rejected')]);
    });
  },
  race: function (iterable) {
    var capability = newCapability(this);
    try {
      var constructor = this;
      var resolveEach = requireCallable(constructor.resolve);
      iterate(iterable, function (item) {
        apply(resolveEach, constructor, [item]).then(capability[1], capability[2]);
      });
    } catch (error) {
      apply(capability[2], undefined, [error]);
    }
    return capability[0];
  },
  withResolvers: function () {
    var capability = newCapability(this);
    return { promise: capability[0], resolve: capability[1], reject: capability[2] };
  },
  'try': function (callback) {
    var capability = newCapability(this);
    var args = [];
    for (var i = 1; i < arguments.length; ++i) put(args, i - 1, arguments[i]);
    try {
      apply(capability[1], undefined, [apply(callback, undefined, args)]);
    } catch (error) {
      apply(capability[2], undefined, [error]);
    }
    return capability[0];
  }
});
