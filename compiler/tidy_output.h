// Makes swc's output fit to run as one classic script among others in a worker.
//
// Two things in what swc prints would touch the global scope, where every script of a worker
// meets every other one (importScripts):
//
// 1. Its helpers: `var _x = require("@swc/helpers/_/_x")`, used as `_x._(…)`. There is no
//    `require`, and the variables would be globals. They are removed, and every use becomes
//    `__swc._x(…)`: `__swc` is the one global that the language library defines (hidden from
//    enumeration, frozen; see sandbox/library/entry.js).
// 2. Its temporaries (`_ref`, `_this`, `_iterator`, the WeakMap `_x` behind a private field #x).
//    Two scripts that both have a private #x would share one variable. Every word that begins with
//    an underscore and does not stand in the source is swc's own, and is given a suffix made from
//    the source's hash.
//
// It also lets `for (x of arguments)` work, see the source, and makes import(…), which swc leaves
// as it is in a classic script, a call of `__swc._import`.
//
// Lines are never added or removed, so swc's source map stays true line for line; columns move.
#pragma once

#include <string>
#include <string_view>

namespace skep {

// `module`: the output is one call of System.register(), whose variables are its own.
std::string tidy_swc_output(std::string_view output, std::string_view source, bool module);

}  // namespace skep
