// How the library adds what the engine lacks, and what it keeps of the engine's own.
//
// A script may replace any global or prototype method. What the library calls at run time is
// therefore captured here, before a script runs.

export var hidden = host.hidden;        // (name) → a property key no script can name or list
export var defineHidden = host.defineHidden;  // (object, key, value), even on a frozen object
export var nameFunction = host.nameFunction;  // (name, function) → the function, so named

export var put = host.put;  // (object, key, value): CreateDataPropertyOrThrow, whatever is on prototypes
export var defineProperty = Object.defineProperty;
export var getPrototypeOf = Object.getPrototypeOf;
export var setPrototypeOf = Object.setPrototypeOf;
export var create = Object.create;
export var ownKeys = Reflect.ownKeys;
export var apply = Reflect.apply;
export var isArray = Array.isArray;
export var floor = Math.floor;

var call = Function.prototype.call;
export function uncurried(method) {
  return call.bind(method);
}
export var hasOwn = uncurried(Object.prototype.hasOwnProperty);
export var isEnumerable = uncurried(Object.prototype.propertyIsEnumerable);

// A descriptor that inherits nothing: for what is defined when a script may have changed Object.prototype.
export function hiddenValue(value) {
  var descriptor = create(null);
  descriptor.value = value;
  descriptor.writable = descriptor.configurable = true;
  return descriptor;
}

// Defines what `target` does not have yet, as the engine's own are: writable, configurable, not
// enumerable, and named.
export function define(target, methods) {
  for (var name in methods) {
    if (!hasOwn(target, name)) {
      defineMethod(target, name, methods[name], name);
    }
  }
}

export function defineMethod(target, key, method, name) {
  if (typeof method === 'function' && method.name !== name) {
    defineProperty(method, 'name', { value: name, configurable: true });
  }
  defineProperty(target, key, { value: method, writable: true, configurable: true, enumerable: false });
}

export function defineGetter(target, key, get) {
  // String(symbol) is "Symbol(description)".
  nameFunction('get ' + (typeof key === 'symbol' ? '[' + String(key).slice(7, -1) + ']' : key), get);
  defineProperty(target, key, { get: get, set: undefined, configurable: true, enumerable: false });
}

export function defineTag(target, tag) {
  defineProperty(target, Symbol.toStringTag, { value: tag, configurable: true });
}

export function isObject(value) {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

export function toInteger(value) {
  value = +value;
  if (value !== value) return 0;
  return value < 0 ? -floor(-value) : floor(value);
}

export function toLength(value) {
  value = toInteger(value);
  return value <= 0 ? 0 : value > 9007199254740991 ? 9007199254740991 : value;
}

// An index counted from the end when negative, held between 0 and `length`.
export function relativeIndex(value, length, missing) {
  if (value === undefined) return missing;
  value = toInteger(value);
  return value < 0 ? (value + length > 0 ? value + length : 0) : value < length ? value : length;
}

export function requireCallable(value) {
  if (typeof value !== 'function') throw new TypeError(String(value) + ' is not a function');
  return value;
}

export function requireObjectCoercible(value, method) {
  if (value === undefined || value === null) {
    throw new TypeError(method + ' called on ' + value);
  }
  return value;
}

export function sameValueZero(a, b) {
  return a === b || (a !== a && b !== b);
}
