// Promise, after ECMAScript section 27.2 (https://tc39.es/ecma262/#sec-promise-objects).
//
// Jobs go to host.queueMicrotask. The host hears of rejections as HTML's
// HostPromiseRejectionTracker does: host.promiseRejection("reject", promise, reason) when a promise
// is rejected that nobody handles, ("handle", promise, undefined) when somebody does afterwards.
import { apply, define, defineGetter, defineHidden, defineMethod, defineProperty, defineTag, hasOwn,
         hidden, isObject, requireCallable } from './define.js';
import { iterate } from './iterators.js';

var queueJob = host.queueMicrotask;
var trackRejection = host.promiseRejection;
var slot = hidden('promise');

var pending = 0;
var fulfilled = 1;
var rejected = 2;

function isPromise(value) {
  return isObject(value) && hasOwn(value, slot);
}

export function Promise(executor) {
  if (!(this instanceof Promise)) throw new TypeError('Promise must be called with new');
  requireCallable(executor);
  var state = { status: pending, value: undefined, reactions: [], handled: false };
  defineHidden(this, slot, state);
  var functions = resolvingFunctions(this, state);
  try {
    executor(functions.resolve, functions.reject);
  } catch (error) {
    functions.reject(error);
  }
}
defineMethod(globalThis, 'Promise', Promise, 'Promise');

function resolvingFunctions(promise, state) {
  var called = false;
  return {
    resolve: function (resolution) {
      if (called) return;
      called = true;
      resolve(promise, state, resolution);
    },
    reject: function (reason) {
      if (called) return;
      called = true;
      settle(promise, state, rejected, reason);
    }
  };
}

function resolve(promise, state, resolution) {
  if (resolution === promise) {
    return settle(promise, state, rejected, new TypeError('a promise cannot be resolved with itself'));
  }
  if (!isObject(resolution)) return settle(promise, state, fulfilled, resolution);
  var then;
  try {
    then = resolution.then;
  } catch (error) {
    return settle(promise, state, rejected, error);
  }
  if (typeof then !== 'function') return settle(promise, state, fulfilled, resolution);
  queueJob(function () {
    var functions = resolvingFunctions(promise, state);
    try {
      apply(then, resolution, [functions.resolve, functions.reject]);
    } catch (error) {
      functions.reject(error);
    }
  });
}

function settle(promise, state, status, value) {
  var reactions = state.reactions;
  state.status = status;
  state.value = value;
  state.reactions = undefined;
  if (status === rejected && !state.handled) trackRejection('reject', promise, value);
  for (var i = 0; i < reactions.length; ++i) queueReaction(reactions[i], status, value);
}

// A reaction: { capability or undefined, onFulfilled, onRejected }.
function queueReaction(reaction, status, value) {
  queueJob(function () {
    var handler = status === fulfilled ? reaction.onFulfilled : reaction.onRejected;
    var capability = reaction.capability;
    var result;
    if (handler === undefined) {
      if (status === fulfilled) capability.resolve(value);
      else capability.reject(value);
      return;
    }
    try {
      result = handler(value);
    } catch (error) {
      if (capability !== undefined) capability.reject(error);
      return;
    }
    if (capability !== undefined) capability.resolve(result);
  });
}

// A new promise of `constructor` with its two functions.
function newCapability(constructor) {
  if (typeof constructor !== 'function') throw new TypeError('not a constructor');
  var capability = { promise: undefined, resolve: undefined, reject: undefined };
  capability.promise = new constructor(function (resolveFunction, rejectFunction) {
    if (capability.resolve !== undefined || capability.reject !== undefined) {
      throw new TypeError('Promise executor called twice');
    }
    capability.resolve = resolveFunction;
    capability.reject = rejectFunction;
  });
  requireCallable(capability.resolve);
  requireCallable(capability.reject);
  return capability;
}

function speciesOf(promise) {
  var constructor = promise.constructor;
  if (constructor === Promise || constructor === undefined) return Promise;
  if (!isObject(constructor)) throw new TypeError('constructor is not an object');
  var species = constructor[Symbol.species];
  return species === undefined || species === null ? Promise : species;
}

function promiseResolve(constructor, value) {
  if (isPromise(value) && value.constructor === constructor) return value;
  var capability = newCapability(constructor);
  capability.resolve(value);
  return capability.promise;
}

defineMethod(Promise.prototype, 'then', function (onFulfilled, onRejected) {
  if (!isPromise(this)) throw new TypeError('not a Promise');
  var state = this[slot];
  var capability = newCapability(speciesOf(this));
  var reaction = {
    capability: capability,
    onFulfilled: typeof onFulfilled === 'function' ? onFulfilled : undefined,
    onRejected: typeof onRejected === 'function' ? onRejected : undefined
  };
  if (state.status === pending) {
    state.reactions[state.reactions.length] = reaction;
  } else {
    if (state.status === rejected && !state.handled) trackRejection('handle', this, undefined);
    queueReaction(reaction, state.status, state.value);
  }
  state.handled = true;
  return capability.promise;
}, 'then');

define(Promise.prototype, {
  'catch': function (onRejected) { return this.then(undefined, onRejected); },
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
defineTag(Promise.prototype, 'Promise');
defineGetter(Promise, Symbol.species, function () { return this; });

export function AggregateError(errors, message, options) {
  var error = isObject(this) && this instanceof AggregateError ? this : Object.create(AggregateError.prototype);
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
    var store = function (index, make) {
      if (make === undefined) return undefined;
      var called = false;
      return function (value) {
        if (called) return;
        called = true;
        collected[index] = make(value);
        if (--remaining === 0) finish(capability, collected);
      };
    };
    iterate(iterable, function (item, index) {
      collected[index] = undefined;
      ++remaining;
      apply(resolveEach, constructor, [item])
        .then(store(index, onValue) || capability.resolve, store(index, onReason) || capability.reject);
    });
    if (--remaining === 0) finish(capability, collected);
  } catch (error) {
    capability.reject(error);
  }
  return capability.promise;
}

function same(value) { return value; }
function succeed(capability, collected) { capability.resolve(collected); }

define(Promise, {
  resolve: function (value) {
    if (!isObject(this)) throw new TypeError('not an object');
    return promiseResolve(this, value);
  },
  reject: function (reason) {
    var capability = newCapability(this);
    capability.reject(reason);
    return capability.promise;
  },
  all: function (iterable) { return combine(this, iterable, same, undefined, succeed); },
  allSettled: function (iterable) {
    return combine(this, iterable,
      function (value) { return { status: 'fulfilled', value: value }; },
      function (reason) { return { status: 'rejected', reason: reason }; }, succeed);
  },
  any: function (iterable) {
    return combine(this, iterable, undefined, same, function (capability, collected) {
      capability.reject(new AggregateError(collected, 'All promises were rejected'));
    });
  },
  race: function (iterable) {
    var constructor = this;
    var capability = newCapability(constructor);
    try {
      var resolveEach = requireCallable(constructor.resolve);
      iterate(iterable, function (item) {
        apply(resolveEach, constructor, [item]).then(capability.resolve, capability.reject);
      });
    } catch (error) {
      capability.reject(error);
    }
    return capability.promise;
  },
  withResolvers: function () { return newCapability(this); }
});
