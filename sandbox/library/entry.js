// The language library: what lowered JavaScript needs and Duktape lacks.
//
// The bundle is one ES5 script whose value is a function of one argument, `host` (see
// language_library.h for what it must have). Calling it adds the missing built-ins to the global
// scope and defines one global of our own: `__swc`, a frozen object, hidden from enumeration, that
// holds swc's helper functions by their file names (`__swc._class_call_check`). The compiler makes
// lowered code use it (compiler/tidy_output.h). Everything is added before a script runs and costs
// memory in every worker, so: keep it small, keep what the engine has natively.
import './symbol.js';
import './reflect.js';
import './error.js';
import './proxy.js';
import './iterators.js';
import './object.js';
import './json.js';
import './array.js';
import './string.js';
import './number.js';
import './promise.js';
import './typed_array.js';
import './regexp.js';
import './regexp_methods.js';
import { helpers } from './helpers.js';

helpers._import = host.dynamicImport;

Object.defineProperty(globalThis, '__swc', {
  value: Object.freeze(helpers), writable: false, configurable: false, enumerable: false
});
