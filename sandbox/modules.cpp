#include "sandbox/modules.h"

#include <cstdlib>
#include <string>

#include "proto/wire.h"
#include "sandbox/define.h"
#include "sandbox/ending.h"
#include "sandbox/realm.h"
#include "sandbox/scripts.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// What the hook `moduleLoaded` is told about the value that goes with it.
enum class Loaded : uint8_t { module = 0, unavailable = 1, invalid = 2 };

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The table that the compiler made of a module (compiler/module_form.h); its body has not run.
// False: the engine cannot compile it, and the error is there instead.
bool push_module_table(Realm& realm, const CompiledScript& script) {
  return push_compiled(realm, script) && duk_pcall(realm.ctx, 0) == DUK_EXEC_SUCCESS;
}

Loaded push_loaded(Realm& realm, const LoadedModule& loaded) {
  duk_context* ctx = realm.ctx;
  const ImportedScript& imported = loaded.imported;
  switch (imported.status) {
    case ImportedScript::Status::network_error:
      push_text(ctx, imported.detail);
      return Loaded::unavailable;
    case ImportedScript::Status::syntax_error:
      push_syntax_error(ctx, imported.error);
      return Loaded::invalid;
    case ImportedScript::Status::ok: break;
  }
  if (loaded.json != 0) {
    std::string_view text = imported.script.code;
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    push_text(ctx, text);
    return Loaded::module;
  }
  return push_module_table(realm, imported.script) ? Loaded::module : Loaded::invalid;
}

// Takes what has come in meanwhile but runs nothing of it: messages wait.
void wait_for_module(Realm& realm) {
  for (;;) {
    realm.inbox->take_arrived();
    if (auto module = realm.inbox->next_module()) return deliver_module(realm, *module);
    realm.end->wait(Activity::busy, UINT64_MAX);
  }
}

// How far the root's graph is; see hooks.moduleRoot in host.h.
enum class RootState : uint8_t { loading = 0, ready = 1, failed = 2 };

RootState root_state(Realm& realm) {
  if (!call_hook(realm, "moduleRootState", 0)) end_worker(CellExit::engine_failed);
  const duk_uint_t state = duk_get_uint(realm.ctx, -1);
  duk_pop(realm.ctx);
  return static_cast<RootState>(state);
}

[[noreturn]] void fail(Realm& realm) {
  send_start_failed(realm);
  end_worker(CellExit::start_failed);
}

}  // namespace

void deliver_module(Realm& realm, const Arrival& arrival) {
  LoadedModule loaded;
  if (!decode(as_bytes(arrival.bytes), loaded)) end_worker(CellExit::protocol);
  duk_context* ctx = realm.ctx;
  duk_push_uint(ctx, loaded.number);
  const Loaded what = push_loaded(realm, loaded);
  duk_push_uint(ctx, static_cast<duk_uint_t>(what));
  duk_insert(ctx, -2);
  if (call_hook(realm, "moduleLoaded", 3)) duk_pop(ctx);
}

void push_module_root(Realm& realm, const CompiledScript& script) {
  if (!push_module_table(realm, script)) fail(realm);
}

void run_module_worker(Realm& realm) {
  duk_context* ctx = realm.ctx;
  if (!call_hook(realm, "moduleRoot", 1)) end_worker(CellExit::engine_failed);
  duk_pop(ctx);
  RootState state;
  for (;;) {
    realm.loop.perform_microtask_checkpoint();
    state = root_state(realm);
    if (state != RootState::loading) break;
    wait_for_module(realm);
  }
  if (state == RootState::failed) {
    if (!call_hook(realm, "moduleRootError", 0)) end_worker(CellExit::engine_failed);
    fail(realm);
  }
  if (call_hook(realm, "runModuleRoot", 0)) duk_pop(ctx);
}

duk_ret_t host_load_module(duk_context* ctx) {
  const duk_uint_t number = duk_require_uint(ctx, 0);
  duk_require_string(ctx, 1);
  if (engine_to_utf8(engine_text_at(ctx, 1), nullptr) > max_url_bytes) {
    return duk_range_error(ctx, "the URL of a module is too long");
  }
  duk_size_t length = 0;
  const void* bytes = duk_get_buffer_data(ctx, 3, &length);
  if (length > max_script_bytes) return duk_range_error(ctx, "a module is too large");
  const std::string url = utf8_of(engine_text_at(ctx, 1));
  ModuleRequest request;
  request.number = number;
  request.json = duk_get_boolean(ctx, 2) ? 1 : 0;
  request.item.url = url;
  request.item.has_source = duk_is_undefined(ctx, 3) ? 0 : 1;
  request.item.source = {static_cast<const char*>(bytes), length};
  const std::string payload = encode(request);
  realm_of(ctx).outbox->send(UpType::load_module, inside_port, as_bytes(payload));
  return 0;
}

duk_ret_t host_force_property(duk_context* ctx) {
  duk_def_prop(ctx, 0,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_CLEAR_WRITABLE | DUK_DEFPROP_SET_ENUMERABLE |
                   DUK_DEFPROP_CLEAR_CONFIGURABLE | DUK_DEFPROP_FORCE);
  return 0;
}

duk_ret_t host_set_parse_place(duk_context* ctx) {
  const duk_uint_t line = duk_get_uint(ctx, 2);
  const duk_uint_t column = duk_get_uint(ctx, 3);
  duk_dup(ctx, 1);
  set_parse_place(ctx, 0, line, column);
  return 0;
}

duk_ret_t host_report_exception(duk_context* ctx) {
  report_exception(realm_of(ctx));
  return 0;
}

duk_ret_t dynamic_import(duk_context* ctx) {
  // Level -1 is this function.
  duk_inspect_callstack_entry(ctx, -2);
  if (duk_is_object(ctx, -1)) {
    duk_get_prop_string(ctx, -1, "function");
    if (duk_is_object(ctx, -1)) {
      duk_get_prop_string(ctx, -1, "fileName");
      duk_remove(ctx, -2);
    }
    duk_remove(ctx, -2);
  }
  duk_push_heapptr(ctx, realm_of(ctx).hooks);
  duk_get_prop_string(ctx, -1, "dynamicImport");
  duk_remove(ctx, -2);
  duk_insert(ctx, -2);
  duk_dup(ctx, 0);
  duk_dup(ctx, 1);
  duk_call(ctx, 3);
  return 1;
}

}  // namespace skep
