// Host functions about objects: slots, hooks, what the engine knows of a value.
#include <string>

#include "sandbox/builtins/weak_collections.h"
#include "sandbox/clone_builtins.h"
#include "sandbox/define.h"
#include "sandbox/engine_layout.h"
#include "sandbox/error_position.h"
#include "sandbox/host.h"
#include "sandbox/realm.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// By EngineClass.
constexpr const char* class_names[] = {
    "None",       "Object",      "Array",      "Function",    "Arguments",    "Boolean",
    "Date",       "Error",       "JSON",       "Math",        "Number",       "RegExp",
    "String",     "Global",      "Symbol",     "None",        "None",         "None",
    "None",       "ArrayBuffer", "DataView",   "Int8Array",   "Uint8Array",   "Uint8ClampedArray",
    "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array",
};

duk_ret_t slot(duk_context* ctx) {
  duk_push_sprintf(ctx, DUK_HIDDEN_SYMBOL("%s"), duk_require_string(ctx, 0));
  return 1;
}

// Objects of the language library are plain to the engine: their slots tell.
const char* library_class(duk_context* ctx) {
  switch (collection_of(ctx, 0)) {
    case Collection::map: return "Map";
    case Collection::set: return "Set";
    case Collection::none: break;
  }
  switch (weak_kind_of(ctx, 0)) {
    case WeakKind::map: return "WeakMap";
    case WeakKind::set: return "WeakSet";
    case WeakKind::none: break;
  }
  if (has_own_value(ctx, 0, DUK_HIDDEN_SYMBOL("lib:promise"))) return "Promise";
  if (has_own_value(ctx, 0, DUK_HIDDEN_SYMBOL("lib:generator"))) return "Generator";
  return nullptr;
}

duk_ret_t class_of_value(duk_context* ctx) {
  if (!duk_is_object(ctx, 0)) return 0;
  const void* object = duk_get_heapptr(ctx, 0);
  if (object == nullptr) {
    duk_push_string(ctx, "Function");  // a light function has no object behind it
    return 1;
  }
  if (is_proxy(object)) {
    duk_push_string(ctx, "Proxy");
    return 1;
  }
  const EngineClass engine_class = class_of(object);
  const char* name = nullptr;
  if (engine_class == EngineClass::object && has_hidden_property(object)) name = library_class(ctx);
  if (name == nullptr) name = class_names[static_cast<uint8_t>(engine_class)];
  duk_push_string(ctx, name);
  return 1;
}

duk_ret_t proxy_parts(duk_context* ctx) {
  void* target;
  void* handler;
  if (!duk_is_object(ctx, 0) || !proxy_parts_of(duk_get_heapptr(ctx, 0), target, handler)) return 0;
  duk_push_array(ctx);
  duk_push_heapptr(ctx, target);
  define_element(ctx, -2, 0);
  duk_push_heapptr(ctx, handler);
  define_element(ctx, -2, 1);
  return 1;
}

duk_ret_t is_detached_buffer(duk_context* ctx) {
  duk_push_boolean(ctx, is_detached(ctx, 0));
  return 1;
}

}  // namespace

// (operation, promise, reason) → hooks.promiseRejection(0 | 1, promise, reason)
duk_ret_t host_promise_rejection(duk_context* ctx) {
  Realm& realm = realm_of(ctx);
  realm.rejections_changed = true;
  duk_push_heapptr(ctx, realm.hooks);
  duk_get_prop_string(ctx, -1, "promiseRejection");
  if (!duk_is_callable(ctx, -1)) return 0;
  duk_push_uint(ctx, engine_text_at(ctx, 0) == "handle" ? 1 : 0);
  duk_dup(ctx, 1);
  duk_dup(ctx, 2);
  duk_call(ctx, 3);
  return 0;
}

void define_object_functions(duk_context* ctx) {
  define_function(ctx, -1, "slot", slot, 1);
  define_function(ctx, -1, "classOf", class_of_value, 1);
  define_function(ctx, -1, "isDetached", is_detached_buffer, 1);
  define_function(ctx, -1, "proxyParts", proxy_parts, 1);
  define_function(ctx, -1, "positionOf", host_position_of, 1);
}

void define_host_functions(duk_context* ctx) {
  define_object_functions(ctx);
  define_time_functions(ctx);
  define_message_functions(ctx);
  define_quick_post(ctx);
  define_record_functions(ctx);
  define_text_functions(ctx);
  define_web_functions(ctx);
  define_base64_functions(ctx);
  define_outside_functions(ctx);
  define_lock_functions(ctx);
  define_part_functions(ctx);
  define_port_functions(ctx);
  define_blob_functions(ctx);
  define_byte_functions(ctx);
  define_compression_functions(ctx);
}

}  // namespace skep
