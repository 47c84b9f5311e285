// Error and its kinds, with `cause`.
//
// The engine's constructors know no options. These stand before them: what they make is the engine's
// own, with its stack (frames of the library do not show, see sandbox/error_position.h).
import { defineMethod, defineProperty, getPrototypeOf, hiddenValue, isObject, nameFunction, setPrototypeOf }
  from './define.js';

function standBefore(Native, parent) {
  var name = Native.name;
  var shared = Native.prototype;
  function Constructor(message, options) {
    var error = message === undefined ? new Native() : new Native(message);
    if (options !== undefined && isObject(options) && 'cause' in options) {
      defineProperty(error, 'cause', hiddenValue(options.cause));
    }
    if (this instanceof Constructor) {
      var derived = getPrototypeOf(this);
      if (derived !== shared) setPrototypeOf(error, derived);
    }
    return error;
  }
  nameFunction(name, Constructor);
  defineProperty(Constructor, 'prototype', { value: shared, writable: false });
  defineProperty(Constructor, 'length', { value: 1, configurable: true });
  if (parent !== undefined) setPrototypeOf(Constructor, parent);
  defineMethod(shared, 'constructor', Constructor, name);
  defineMethod(globalThis, name, Constructor, name);
  return Constructor;
}

var Base = standBefore(Error, undefined);
[EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].forEach(function (Native) {
  standBefore(Native, Base);
});
// AggregateError is C++ and was there before (../builtins/aggregate_error.h).
setPrototypeOf(AggregateError, Base);
