// Number's and Math's missing functions.
import { define, defineMethod } from './define.js';

var single = new Float32Array(1);
var exp = Math.exp;
var log = Math.log;
var sqrt = Math.sqrt;
var abs = Math.abs;

// For small x, where exp(x) - 1 and log(1 + x) would lose all digits, the series is exact enough.
function expm1(x) {
  x = +x;
  return abs(x) < 1e-5 ? x + x * x / 2 : exp(x) - 1;
}
function log1p(x) {
  x = +x;
  return abs(x) < 1e-8 ? x - x * x / 2 : log(1 + x);
}

define(Math, {
  fround: function (x) {
    single[0] = x;
    return single[0];
  },
  expm1: expm1,
  log1p: log1p,
  sinh: function (x) {
    x = +x;
    return abs(x) < 1 ? (expm1(x) - expm1(-x)) / 2 : (exp(x) - exp(-x)) / 2;
  },
  cosh: function (x) { return (exp(x) + exp(-x)) / 2; },
  tanh: function (x) {
    x = +x;
    var a = expm1(x);
    var b = expm1(-x);
    return a === Infinity ? 1 : b === Infinity ? -1 : (a - b) / (exp(x) + exp(-x));
  },
  asinh: function (x) {
    x = +x;
    if (x === 0 || !isFinite(x)) return x;
    return x < 0 ? -log(-x + sqrt(x * x + 1)) : log(x + sqrt(x * x + 1));
  },
  acosh: function (x) { return log(+x + sqrt(x * x - 1)); },
  atanh: function (x) {
    x = +x;
    return x === 0 ? x : log((1 + x) / (1 - x)) / 2;
  }
});
define(Number, { MIN_SAFE_INTEGER: -9007199254740991 });

// The engine's is a power of one third, which misses whole roots by a bit.
var nativeCbrt = Math.cbrt;
var round = Math.round;
defineMethod(Math, 'cbrt', function (x) {
  var root = nativeCbrt(x);
  var whole = round(root);
  return whole * whole * whole === +x && whole !== 0 ? whole : root;
}, 'cbrt');
