#include "sandbox/realm.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "engine/engine_extras.h"
#include "ipc/futex.h"
#include "sandbox/clone_builtins.h"
#include "sandbox/define.h"
#include "sandbox/ending.h"
#include "sandbox/engine_layout.h"
#include "sandbox/host.h"
#include "sandbox/library/language_library.h"
#include "sandbox/modules.h"
#include "sandbox/prelude_script.h"
#include "sandbox/scripts.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"
#include "sandbox/worker.h"

namespace skep {
namespace {

Realm& realm_in(void* place) {
  return *static_cast<Realm*>(place);
}

// The engine asks the arena; what it hands back as `place` is the realm, so that realm_of() needs
// no search.
void* note_outcome(Realm& realm, void* block) {
  if (block == nullptr) {
    realm.pressure.note_refused();
  } else {
    realm.pressure.note_served();
  }
  return block;
}
void* allocate(void* place, duk_size_t size) {
  Realm& realm = realm_in(place);
  return note_outcome(realm, realm.arena.allocate(size));
}
void* reallocate(void* place, void* block, duk_size_t size) {
  Realm& realm = realm_in(place);
  return note_outcome(realm, realm.arena.reallocate(block, size));
}
void release(void* place, void* block) {
  realm_in(place).arena.release(block);
}

// See MemoryPressure. In the zygote nothing is refused.
int may_collect(void* place, size_t size, int round) {
  Realm& realm = realm_in(place);
  if (realm.end == nullptr) return 1;
  const size_t most = realm.arena.limit() - realm.memory_at_start;
  switch (realm.pressure.may_collect(monotonic_ns(), size, most, round)) {
    case MemoryPressure::Verdict::collect: return 1;
    case MemoryPressure::Verdict::give_up: return 0;
    case MemoryPressure::Verdict::over: break;
  }
  end_worker(CellExit::only_collecting);
}

void collected(void* place) {
  realm_in(place).pressure.collected(monotonic_ns());
}

// C++ code asks for memory that is not there: what the engine can do without goes first.
void collect_for_new(void* place) {
  Realm& realm = realm_in(place);
  if (realm.ctx == nullptr) return;
  realm.pressure.note_refused();
  if (may_collect(place, 0, 0) == 0) return;
  engine_collect_garbage(realm.ctx);
  collected(place);
}

// An error that nothing catches: outside of a protected call only exhausted memory is one.
[[noreturn]] void engine_gave_up(void* place, const char* message) {
  Realm& realm = realm_in(place);
  if (realm.end == nullptr) {
    std::fprintf(stderr, "the warm heap cannot be made: %s\n", message);
    std::abort();
  }
  end_worker(realm.arena.exhausted() ? CellExit::out_of_memory : CellExit::engine_failed);
}

// What no script may have: the engine's own objects that see into it or make strings of raw bytes,
// and what the prelude brings itself.
void remove_engine_extras(duk_context* ctx) {
  duk_push_global_object(ctx);
  for (const char* name :
       {"Duktape", "Buffer", "CBOR", "performance", "TextEncoder", "TextDecoder"}) {
    duk_del_prop_string(ctx, -1, name);
  }
  duk_pop(ctx);
  duk_eval_string_noresult(ctx,
                           "delete Uint8Array.allocPlain; delete Uint8Array.plainOf;"
                           "delete String.fromBufferRaw;");
}

void define_host(duk_context* ctx, Realm& realm) {
  duk_push_object(ctx);
  duk_push_bare_object(ctx);
  realm.hooks = duk_get_heapptr(ctx, -1);
  duk_push_heap_stash(ctx);
  duk_dup(ctx, -2);
  duk_put_prop_string(ctx, -2, "hooks");
  duk_pop(ctx);
  define_field(ctx, -2, "hooks");
  define_host_functions(ctx);
}

duk_ret_t fill_heap(duk_context* ctx, void* place) {
  Realm& realm = realm_in(place);
  realm.pinned.open(ctx);
  define_error_positions(ctx);
  remove_engine_extras(ctx);
  define_global_natives(ctx);
  define_string_natives(ctx);
  install_language_library(ctx, {host_promise_rejection, dynamic_import});
  capture_clone_builtins(ctx);
  realm.key_cache.open(ctx);

  duk_push_string(ctx, prelude_script_name);
  duk_compile_lstring_filename(ctx, DUK_COMPILE_FUNCTION, prelude_script.data(),
                               prelude_script.size());
  define_host(ctx, realm);
  duk_push_global_object(ctx);
  duk_call(ctx, 2);
  capture_message_events(ctx, realm.message_events);
  define_function_texts(ctx);
  return 0;
}

bool is_out_of_memory(Realm& realm) {
  if (!realm.arena.exhausted() || !duk_is_error(realm.ctx, -1)) return false;
  duk_context* ctx = realm.ctx;
  if (!push_own_value(ctx, -1, "message")) return false;
  const std::string_view message = engine_text_at(ctx, -1);
  const bool is = message == "alloc failed" || message == "error in error handling";
  duk_pop(ctx);
  return is;
}

}  // namespace

duk_context* build_warm_heap(Arena& arena) {
  // Named here for a leak checker: it does not look into the arena, where the heap refers to it.
  static Realm* realm;
  realm = new Realm(arena);
  duk_context* ctx = duk_create_heap(allocate, reallocate, release, realm, engine_gave_up);
  if (ctx == nullptr) throw std::runtime_error("no memory for the warm heap");
  realm->ctx = ctx;
  engine_wants_to_collect = may_collect;
  engine_has_collected = collected;
  arena.set_last_resort(collect_for_new, realm);
  prepare_detach(ctx);
  check_engine_layout(ctx);
  if (duk_safe_call(ctx, fill_heap, realm, 0, 1) != DUK_EXEC_SUCCESS) {
    duk_get_prop_string(ctx, -1, "stack");
    throw std::runtime_error(std::string("the warm heap cannot be made: ") +
                             duk_safe_to_string(ctx, -1) + " / " + duk_safe_to_string(ctx, -2));
  }
  duk_set_top(ctx, 0);
  // Twice: objects with finalizers, and what they alone held, go with the second.
  duk_gc(ctx, 0);
  duk_gc(ctx, DUK_GC_COMPACT);
  return ctx;
}

Realm& realm_of(duk_context* ctx) {
  duk_memory_functions functions;
  duk_get_memory_functions(ctx, &functions);
  return realm_in(functions.udata);
}

bool call_hook(Realm& realm, const char* name, duk_idx_t arguments) {
  duk_context* ctx = realm.ctx;
  duk_push_heapptr(ctx, realm.hooks);
  duk_get_prop_string(ctx, -1, name);
  duk_remove(ctx, -2);
  duk_insert(ctx, -1 - arguments);
  if (duk_pcall(ctx, arguments) == DUK_EXEC_SUCCESS) return true;
  hook_threw(realm);
  return false;
}

void hook_threw(Realm& realm) {
  if (is_out_of_memory(realm)) end_worker(CellExit::out_of_memory);
  send_bare_report(realm);
}

void report_exception(Realm& realm, Thrower thrower) {
  if (is_out_of_memory(realm)) end_worker(CellExit::out_of_memory);
  realm.positions.reporting_throw = true;
  duk_push_boolean(realm.ctx, thrower == Thrower::callback);
  if (call_hook(realm, "reportException", 2)) duk_pop(realm.ctx);
  realm.positions.reporting_throw = false;
}

void throw_dom_exception(duk_context* ctx, const char* name, const char* message) {
  duk_push_heapptr(ctx, realm_of(ctx).hooks);
  duk_get_prop_string(ctx, -1, "domException");
  duk_push_string(ctx, name);
  push_text(ctx, message);
  duk_call(ctx, 2);
  (void)duk_throw(ctx);
  std::abort();
}

}  // namespace skep
