// From swc's System.register() form of a module to the form that a worker links and evaluates.
//
// swc prints a module as
//
//   System.register(["./b.js"], function(_export, _context) {
//       "use strict"; var …; function …; _export({…});
//       return { setters: [function(_b_ns) { x = _b_ns.x; _export("y", x); }],
//                execute: function() {…} };
//   }, [{ assert: {…} }]);
//
// A linker must know, before anything runs, which names are asked of whom. So the setters are read,
// which swc prints in a few regular shapes only, and told as a table; what is left of them is one
// function for each imported name. The result is one expression, an object:
//
//   requests  [specifier, line, column, attribute key, attribute value, …] for each module asked
//             for, in the order of the source; the place is that of the specifier in the source
//   imports   [request, name or 0] for each local variable: an export of that module, or with 0
//             its namespace object
//   exports   every exported name but those of `export *`
//   indirect  [exported name, request, name or 0]: those that are another module's
//   stars     the requests of `export * from`
//   unset     1 if exports that are undefined at first are not initialized yet; 0 if some may be
//             variables (`var`), which are undefined from the start
//   waits     1 if it has top-level await
//   body      function (export, context), as above; its `setters` are parallel to `imports`
//
// Every line keeps its number, so swc's source map stays true.
#pragma once

#include <string>
#include <string_view>

namespace skep {

struct ModuleForm {
  bool known = false;  // false: swc printed something that is none of the shapes we know
  std::string code;
};

// `output` is what swc printed, `mappings` its source map's, `source` what it was made from.
// `waits`: the module has top-level await; then `output` is that of two passes.
ModuleForm module_form_of(std::string_view output, std::string_view mappings,
                          std::string_view source, bool waits);

// In the output of one pass: top-level await is left there as it is, in an async function.
bool has_top_level_await(std::string_view output);

// Whether exports may be called uninitialized until they are first assigned: there is no `var` and
// no `let` without a value in the source, as far as a look at its words tells. When in doubt, no.
bool declares_with_values_only(std::string_view source);

}  // namespace skep
