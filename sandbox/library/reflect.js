// Reflect.construct, get and set: the engine's refuse a receiver and a newTarget.
import { apply, create, defineHidden, defineMethod, getPrototypeOf, hasOwn, hidden, isObject,
         setPrototypeOf, uncurried } from './define.js';

var sourceOf = uncurried(Function.prototype.toString);
var indexOf = uncurried(String.prototype.indexOf);
var bind = uncurried(Function.prototype.bind);
var getDescriptor = Object.getOwnPropertyDescriptor;
var defineOwn = Reflect.defineProperty;
var nativeGet = Reflect.get;
var nativeSet = Reflect.set;
var isConstructor = host.isConstructor;
var madeByEngine = hidden('native');

// Whether a constructor is the engine's own (Error, Array, Date …). Asked once per function: every
// super() of a lowered class comes through here.
function isNative(target) {
  if (hasOwn(target, madeByEngine)) return target[madeByEngine];
  var native = indexOf(sourceOf(target), '[ecmascript code]') < 0;
  defineHidden(target, madeByEngine, native);
  return native;
}

function construct(target, args) {
  var newTarget = arguments.length > 2 ? arguments[2] : target;
  if (!isConstructor(target) || !isConstructor(newTarget)) {
    throw new TypeError('not a constructor');
  }
  if (!isNative(target)) {
    // A function of ours or of the script: the engine's own `new`, with another prototype.
    var prototype = newTarget.prototype;
    var made = create(isObject(prototype) ? prototype : Object.prototype);
    var result = apply(target, made, args);
    return isObject(result) ? result : made;
  }
  var length = args.length;
  var instance;
  if (length === 0) instance = new target();
  else if (length === 1) instance = new target(args[0]);
  else if (length === 2) instance = new target(args[0], args[1]);
  else {
    var bound = [target, undefined];
    for (var i = 0; i < length; ++i) bound[i + 2] = args[i];
    instance = new (apply(bind, undefined, bound))();
  }
  if (newTarget !== target && isObject(newTarget.prototype)) {
    setPrototypeOf(instance, newTarget.prototype);
  }
  return instance;
}

function get(target, key) {
  var receiver = arguments.length > 2 ? arguments[2] : target;
  if (receiver === target) return nativeGet(target, key);
  for (var holder = target; holder !== null; holder = getPrototypeOf(holder)) {
    var found = getDescriptor(holder, key);
    if (found) {
      if ('value' in found) return found.value;
      return found.get === undefined ? undefined : apply(found.get, receiver, []);
    }
  }
  return undefined;
}

function set(target, key, value) {
  var receiver = arguments.length > 3 ? arguments[3] : target;
  if (receiver === target) return nativeSet(target, key, value);
  for (var holder = target; holder !== null; holder = getPrototypeOf(holder)) {
    var found = getDescriptor(holder, key);
    if (found) {
      if (!('value' in found)) {
        if (found.set === undefined) return false;
        apply(found.set, receiver, [value]);
        return true;
      }
      if (!found.writable) return false;
      break;
    }
  }
  if (!isObject(receiver)) return false;
  var own = getDescriptor(receiver, key);
  if (own) {
    if (!('value' in own) || !own.writable) return false;
    return defineOwn(receiver, key, { value: value });
  }
  return defineOwn(receiver, key, { value: value, writable: true, enumerable: true, configurable: true });
}

defineMethod(Reflect, 'construct', construct, 'construct');
defineMethod(Reflect, 'get', get, 'get');
defineMethod(Reflect, 'set', set, 'set');
export { construct, get, isNative };
