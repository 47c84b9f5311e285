// The machine behind lowered async generators, and what `for await` and `yield*` in them ask.
//
// swc turns an async generator into a generator that yields what it awaits in a wrapper (`Awaiting`
// below) and what it yields bare. Requests (next, throw, return) wait in a queue; one at a time is
// carried out. Names of steps are those of the standard's AsyncGenerator abstract operations.
import { apply, create, define, defineHidden, defineMethod, defineTag, hasOwn, hidden, isObject,
         uncurried } from './define.js';
import { Promise } from './promise.js';

var slot = hidden('asyncGenerator');
var resolvePromise = Promise.resolve;
var then = uncurried(Promise.prototype.then);

function awaited(value, onValue, onError) {
  return then(apply(resolvePromise, Promise, [value]), onValue, onError);
}
function rejected(error) {
  return new Promise(function (resolve, reject) { reject(error); });
}

// What the body yields to be awaited; `inner` when it is a step of the iterator of a yield*.
function Awaiting(value, inner) {
  this.value = value;
  this.inner = inner;
}
// What the iterator of a yield* yielded: it goes out as it is.
function Delegated(value) { this.value = value; }

export function _await_async_generator(value) { return new Awaiting(value, false); }

// AsyncGeneratorDrainQueue, and AsyncGeneratorStart's steps for one request.
function drain(state) {
  if (state.queue.length === 0) {
    state.running = false;
    return;
  }
  state.running = true;
  var request = state.queue[0];
  if (state.fresh && request.method !== 'next') state.done = true;
  if (state.done) {
    if (request.method === 'next') settle(state, true, undefined);
    else if (request.method === 'throw') fail(state, request.value);
    else awaitReturn(state, request.value);
    return;
  }
  state.fresh = false;
  if (request.method === 'return' && !state.delegating) {
    awaited(request.value, function (value) { step(state, 'return', value); },
            function (error) { step(state, 'throw', error); });
    return;
  }
  step(state, request.method, request.value);
}

function awaitReturn(state, value) {
  try {
    awaited(value, function (result) { settle(state, true, result); },
            function (error) { fail(state, error); });
  } catch (error) {
    fail(state, error);
  }
}

function settle(state, done, value) {
  var request = state.queue.shift();
  request.resolve({ value: value, done: done });
  drain(state);
}
function fail(state, error) {
  state.queue.shift().reject(error);
  drain(state);
}

function step(state, method, value) {
  var result;
  try {
    result = state.generator[method](value);
  } catch (error) {
    state.done = true;
    fail(state, error);
    return;
  }
  value = result.value;
  state.delegating = false;
  if (value instanceof Awaiting) {
    // The answer to return() inside a yield* must come back as a return.
    var again = value.inner && method === 'return' ? 'return' : 'next';
    resume(state, value.value, function (answer) { step(state, again, answer); });
  } else if (result.done) {
    state.done = true;
    awaitReturn(state, value);
  } else if (value instanceof Delegated) {
    state.delegating = true;
    settle(state, false, value.value);
  } else {
    resume(state, value, function (answer) { settle(state, false, answer); });
  }
}

function resume(state, value, next) {
  try {
    awaited(value, next, function (error) { step(state, 'throw', error); });
  } catch (error) {
    step(state, 'throw', error);
  }
}

var AsyncIteratorPrototype = {};
defineMethod(AsyncIteratorPrototype, Symbol.asyncIterator, {
  iterator: function () { return this; }
}.iterator, '[Symbol.asyncIterator]');

function enqueue(generator, method, value) {
  if (!isObject(generator) || !hasOwn(generator, slot)) {
    return rejected(new TypeError('not an async generator'));
  }
  var state = generator[slot];
  return new Promise(function (resolve, reject) {
    state.queue[state.queue.length] = { method: method, value: value, resolve: resolve, reject: reject };
    if (!state.running) drain(state);
  });
}

var AsyncGeneratorPrototype = create(AsyncIteratorPrototype);
define(AsyncGeneratorPrototype, {
  next: function (value) { return enqueue(this, 'next', value); },
  'return': function (value) { return enqueue(this, 'return', value); },
  'throw': function (value) { return enqueue(this, 'throw', value); }
});
defineTag(AsyncGeneratorPrototype, 'AsyncGenerator');

export function _wrap_async_generator(body) {
  return function () {
    var generator = create(AsyncGeneratorPrototype);
    defineHidden(generator, slot, {
      generator: apply(body, this, arguments), queue: [], running: false, fresh: true, done: false,
      delegating: false
    });
    return generator;
  };
}

function requireResult(result) {
  if (!isObject(result)) throw new TypeError('iterator result is not an object');
  return result;
}

// What the generator's own yield* walks in place of an async iterator: each step is first yielded
// to be awaited, and the answer then handed in again.
export function _async_generator_delegate(iterator) {
  var next = iterator.next;
  var waiting = false;
  function wait(value) {
    waiting = true;
    return { value: new Awaiting(value, true), done: false };
  }
  function answered(result) {
    waiting = false;
    requireResult(result);
    if (result.done) return { value: result.value, done: true };
    return { value: new Delegated(result.value), done: false };
  }
  var delegate = {
    next: function (value) { return waiting ? answered(value) : wait(apply(next, iterator, [value])); },
    'return': function (value) {
      if (waiting) return answered(value);
      var method = iterator['return'];
      if (method !== undefined && method !== null) return wait(apply(method, iterator, [value]));
      return wait(awaited(value, function (result) { return { value: result, done: true }; }));
    },
    'throw': function (error) {
      if (waiting) {
        waiting = false;
        throw error;
      }
      var method = iterator['throw'];
      if (method !== undefined && method !== null) return wait(apply(method, iterator, [error]));
      method = iterator['return'];
      var closed = method === undefined || method === null ? undefined : apply(method, iterator, []);
      return wait(awaited(closed, function () {
        throw new TypeError('the iterator has no method throw');
      }));
    }
  };
  defineMethod(delegate, Symbol.iterator, function () { return this; }, '[Symbol.iterator]');
  return delegate;
}

// CreateAsyncFromSyncIterator.
var AsyncFromSyncIteratorPrototype = create(AsyncIteratorPrototype);
function continuation(known, result, close) {
  requireResult(result);
  var done = !!result.done;
  var value = result.value;
  var promise;
  try {
    promise = apply(resolvePromise, Promise, [value]);
  } catch (error) {
    if (!done && close) closeQuietly(known.iterator);
    throw error;
  }
  return then(promise, function (answer) { return { value: answer, done: done }; },
              function (error) {
                if (!done && close) closeQuietly(known.iterator);
                throw error;
              });
}
function closeQuietly(iterator) {
  try {
    var method = iterator['return'];
    if (method !== undefined && method !== null) apply(method, iterator, []);
  } catch (error) { /* The first error counts. */ }
}
define(AsyncFromSyncIteratorPrototype, {
  next: function (value) {
    var known = this[slot];
    try {
      return continuation(known, apply(known.next, known.iterator, arguments.length ? [value] : []), true);
    } catch (error) {
      return rejected(error);
    }
  },
  'return': function (value) {
    var known = this[slot];
    try {
      var method = known.iterator['return'];
      if (method === undefined || method === null) {
        return apply(resolvePromise, Promise, [{ value: value, done: true }]);
      }
      return continuation(known, apply(method, known.iterator, arguments.length ? [value] : []), false);
    } catch (error) {
      return rejected(error);
    }
  },
  'throw': function (error) {
    var known = this[slot];
    try {
      var method = known.iterator['throw'];
      if (method === undefined || method === null) {
        var close = known.iterator['return'];
        if (close !== undefined && close !== null) requireResult(apply(close, known.iterator, []));
        throw new TypeError('the iterator has no method throw');
      }
      return continuation(known, apply(method, known.iterator, arguments.length ? [error] : []), true);
    } catch (failure) {
      return rejected(failure);
    }
  }
});

// GetIterator(iterable, async).
export function _async_iterator(iterable) {
  var method = iterable[Symbol.asyncIterator];
  var iterator;
  if (method !== undefined && method !== null) {
    iterator = apply(method, iterable, []);
    if (!isObject(iterator)) throw new TypeError('async iterator is not an object');
    return iterator;
  }
  method = iterable[Symbol.iterator];
  if (typeof method !== 'function') throw new TypeError('object is not async iterable');
  iterator = apply(method, iterable, []);
  if (!isObject(iterator)) throw new TypeError('iterator is not an object');
  var wrapper = create(AsyncFromSyncIteratorPrototype);
  defineHidden(wrapper, slot, { iterator: iterator, next: iterator.next });
  return wrapper;
}
