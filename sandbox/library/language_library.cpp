#include "sandbox/library/language_library.h"

#include <cstdint>

namespace skep {
namespace {

// (name): a key that no script can spell, list or reach through a Proxy.
duk_ret_t hidden(duk_context* heap) {
  duk_push_sprintf(heap, DUK_HIDDEN_SYMBOL("lib:%s"), duk_require_string(heap, 0));
  return 1;
}

// (object, key, value): defines a hidden property, even on an object that takes no new ones.
duk_ret_t define_hidden(duk_context* heap) {
  duk_def_prop(heap, 0, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_FORCE);
  return 0;
}

// (object): its identity as a string, good while the object lives. An address never leaves the
// library: it is only the name of a property of an object that no script can reach.
duk_ret_t object_key(duk_context* heap) {
  const auto address = reinterpret_cast<uintptr_t>(duk_require_heapptr(heap, 0));
  // Six bits a letter: a plain short string, so that no byte of it means anything to the engine.
  char letters[(sizeof address * 8 + 5) / 6];
  size_t count = 0;
  for (uintptr_t rest = address; rest != 0; rest >>= 6) {
    letters[count++] = static_cast<char>('0' + (rest & 63));
  }
  duk_push_lstring(heap, letters, count);
  return 1;
}

void put_function(duk_context* heap, const char* name, duk_c_function function, duk_idx_t count) {
  duk_push_c_function(heap, function, count);
  duk_put_prop_string(heap, -2, name);
}

}  // namespace

void install_language_library(duk_context* heap, const LanguageHost& host) {
  duk_push_literal(heap, "language_library.js");
  duk_compile_lstring_filename(heap, 0, language_library_start, language_library_size);
  duk_call(heap, 0);
  duk_push_object(heap);
  put_function(heap, "hidden", hidden, 1);
  put_function(heap, "defineHidden", define_hidden, 3);
  put_function(heap, "objectKey", object_key, 1);
  put_function(heap, "queueMicrotask", host.queue_microtask, 1);
  put_function(heap, "promiseRejection", host.promise_rejection, 3);
  put_function(heap, "dynamicImport", host.dynamic_import, 2);
  duk_call(heap, 1);
  duk_pop(heap);
}

}  // namespace skep
