// The built-ins the prelude relies on, captured before any user code runs.
//
// A guest may replace whatever it can reach: Array.prototype.push, a setter on Object.prototype,
// Promise.prototype.then. So nothing below this file calls a method of a value it was given, and
// nothing looks a built-in up by name again. Lists of ours have no prototype: an assignment to an
// index or a property of theirs can meet no setter.

var $Object = Object, $Array = Array, $Function = Function, $String = String, $Number = Number,
    $Boolean = Boolean, $Symbol = Symbol, $Error = Error, $TypeError = TypeError,
    $RangeError = RangeError, $Date = Date, $RegExp = RegExp,
    $Promise = Promise, $Map = Map, $Set = Set, $WeakMap = WeakMap, $ArrayBuffer = ArrayBuffer,
    $Uint8Array = Uint8Array, $DataView = DataView, $Reflect = Reflect,
    $Math = Math;

var ObjectPrototype = $Object.prototype, ArrayPrototype = $Array.prototype,
    FunctionPrototype = $Function.prototype, ErrorPrototype = $Error.prototype;

var defineProperty = $Object.defineProperty, create = $Object.create,
    getPrototypeOf = $Object.getPrototypeOf, setPrototypeOf = $Object.setPrototypeOf,
    ownDescriptor = $Object.getOwnPropertyDescriptor, ownNames = $Object.getOwnPropertyNames,
    ownSymbols = $Object.getOwnPropertySymbols, ownKeysOf = $Object.keys,
    isArray = $Array.isArray, isView = $ArrayBuffer.isView, apply = $Reflect.apply,
    reflectKeys = $Reflect.ownKeys,
    fromCharCode = $String.fromCharCode, parseNumber = parseFloat, parseInteger = parseInt,
    indirectEval = global.eval, freeze = $Object.freeze, floor = $Math.floor, max = $Math.max,
    min = $Math.min, pow = $Math.pow, sqrt = $Math.sqrt;

// uncurry(f)(self, …args) is f.call(self, …args), whatever became of Function.prototype.call.
var uncurry = FunctionPrototype.bind.bind(FunctionPrototype.call);

var hasOwn = uncurry(ObjectPrototype.hasOwnProperty),
    isEnumerable = uncurry(ObjectPrototype.propertyIsEnumerable),
    isPrototypeOf = uncurry(ObjectPrototype.isPrototypeOf),
    functionText = uncurry(FunctionPrototype.toString),
    arraySlice = uncurry(ArrayPrototype.slice),
    charCode = uncurry($String.prototype.charCodeAt),
    textIndex = uncurry($String.prototype.indexOf),
    textLastIndex = uncurry($String.prototype.lastIndexOf),
    textSlice = uncurry($String.prototype.slice),
    upperCase = uncurry($String.prototype.toUpperCase),
    lowerCase = uncurry($String.prototype.toLowerCase),
    numberText = uncurry($Number.prototype.toString),
    numberFixed = uncurry($Number.prototype.toFixed),
    regexpExec = uncurry($RegExp.prototype.exec),
    promiseThen = uncurry($Promise.prototype.then),
    weakGet = uncurry($WeakMap.prototype.get), weakSet = uncurry($WeakMap.prototype.set),
    mapForEach = uncurry($Map.prototype.forEach), setForEach = uncurry($Set.prototype.forEach);

// A list: an array that inherits nothing. give() turns it into the plain array that users get.
function list() {
  return setPrototypeOf([], null);
}
// An object of ours used as a table: it inherits nothing.
function bare(object) {
  return setPrototypeOf(object, null);
}
function append(items, item) {
  items[items.length] = item;
}
function give(items) {
  return setPrototypeOf(items, ArrayPrototype);
}
function removeAt(items, index) {
  var last = items.length - 1;
  for (; index < last; index++) items[index] = items[index + 1];
  items.length = last;
}
function copyOf(items) {
  var copy = list();
  for (var i = 0; i < items.length; i++) copy[i] = items[i];
  return copy;
}

// Does `text` match? A regular expression of the engine looks at a character ten times as fast as a
// loop of ours does.
function holds(text, pattern) {
  return regexpExec(pattern, text) !== null;
}

// Joins in halves: adding to one long string copies it each time.
function joinRange(items, separator, from, to) {
  if (to - from === 1) return items[from];
  var middle = (from + to) >> 1;
  return joinRange(items, separator, from, middle) + separator +
         joinRange(items, separator, middle, to);
}
function join(items, separator) {
  return items.length === 0 ? '' : joinRange(items, separator, 0, items.length);
}

function isObject(value) {
  return typeof value === 'object' ? value !== null : typeof value === 'function';
}

// Replaces every occurrence of one literal text.
function replaceAll(text, what, by) {
  var parts = list(), from = 0, at;
  while ((at = textIndex(text, what, from)) >= 0) {
    append(parts, textSlice(text, from, at));
    from = at + what.length;
  }
  append(parts, textSlice(text, from));
  return join(parts, by);
}

function repeat(text, count) {
  var out = '';
  for (; count > 0; count >>= 1, text += text) if (count & 1) out += text;
  return out;
}

function contains(text, what) {
  return textIndex(text, what, 0) >= 0;
}
function startsWith(text, what) {
  return textSlice(text, 0, what.length) === what;
}
