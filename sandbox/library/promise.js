// The rest of Promise, after ECMAScript section 27.2 (https://tc39.es/ecma262/#sec-promise-objects).
// Constructor, then, catch, resolve, reject, all and its like, and the jobs are C++
// (../builtins/promise.h).
import { apply, define, isObject, put } from './define.js';

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

define(Promise, {
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
