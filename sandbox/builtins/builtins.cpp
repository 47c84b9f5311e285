#include "sandbox/builtins/builtins.h"

#include "sandbox/builtins/aggregate_error.h"
#include "sandbox/builtins/array_methods.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/iteration.h"
#include "sandbox/builtins/job_queue.h"
#include "sandbox/builtins/map_set.h"
#include "sandbox/builtins/promise.h"
#include "sandbox/builtins/weak_collections.h"

namespace skep {
namespace {

// Under the engine's own spelling, so that C++ can name them as it does the engine's.
constexpr const char* symbols[][2] = {
    {"asyncIterator", DUK_WELLKNOWN_SYMBOL("Symbol.asyncIterator")},
    {"match", DUK_WELLKNOWN_SYMBOL("Symbol.match")},
    {"matchAll", DUK_WELLKNOWN_SYMBOL("Symbol.matchAll")},
    {"replace", DUK_WELLKNOWN_SYMBOL("Symbol.replace")},
    {"search", DUK_WELLKNOWN_SYMBOL("Symbol.search")},
    {"species", DUK_WELLKNOWN_SYMBOL("Symbol.species")},
    {"split", DUK_WELLKNOWN_SYMBOL("Symbol.split")},
    {"unscopables", DUK_WELLKNOWN_SYMBOL("Symbol.unscopables")},
};

void define_symbols(duk_context* ctx) {
  duk_get_global_literal(ctx, "Symbol");
  for (const auto& [name, text] : symbols) {
    duk_push_string(ctx, name);
    duk_push_string(ctx, text);
    duk_def_prop(ctx, -3,
                 DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_CLEAR_WRITABLE |
                     DUK_DEFPROP_CLEAR_ENUMERABLE | DUK_DEFPROP_CLEAR_CONFIGURABLE);
  }
  duk_pop(ctx);
}

}  // namespace

void define_builtins(duk_context* ctx, duk_c_function track_rejection) {
  open_intrinsics(ctx);
  define_symbols(ctx);
  define_iteration(ctx);
  define_map_and_set(ctx);
  define_weak_collections(ctx);
  define_array_methods(ctx);
  define_string_methods(ctx);
  open_job_queue(ctx);
  define_aggregate_error(ctx);
  define_promise(ctx, track_rejection);
}

}  // namespace skep
