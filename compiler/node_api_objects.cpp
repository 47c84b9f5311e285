// Node-API: properties, functions, classes, references.
#include <algorithm>
#include <string>

#include "compiler/host_value.h"

using skep::from_napi;
using skep::host_environment;
using skep::HostCall;
using skep::HostKind;
using skep::HostValue;
using skep::make_host_value;
using skep::to_napi;

SKEP_NODE_API napi_status napi_set_named_property(napi_env, napi_value object, const char* name,
                                                  napi_value value) {
  from_napi(object)->properties[name] = from_napi(value);
  return napi_ok;
}

SKEP_NODE_API napi_status napi_get_named_property(napi_env, napi_value object, const char* name,
                                                  napi_value* result) {
  const HostValue* holder = from_napi(object);
  if (holder->kind == HostKind::error && std::string(name) == "message") {
    *result = to_napi(skep::make_host_string(holder->text));
    return napi_ok;
  }
  const auto found = holder->properties.find(name);
  *result = to_napi(found != holder->properties.end() ? found->second
                                                      : make_host_value(HostKind::undefined));
  return napi_ok;
}

SKEP_NODE_API napi_status napi_set_property(napi_env env, napi_value object, napi_value key,
                                            napi_value value) {
  return napi_set_named_property(env, object, from_napi(key)->text.c_str(), value);
}

SKEP_NODE_API napi_status napi_get_property(napi_env env, napi_value object, napi_value key,
                                            napi_value* result) {
  return napi_get_named_property(env, object, from_napi(key)->text.c_str(), result);
}

SKEP_NODE_API napi_status napi_set_element(napi_env env, napi_value object, uint32_t index,
                                           napi_value value) {
  return napi_set_named_property(env, object, std::to_string(index).c_str(), value);
}

SKEP_NODE_API napi_status napi_create_function(napi_env, const char*, size_t, napi_callback call,
                                               void* callback_data, napi_value* result) {
  HostValue* value = make_host_value(HostKind::function);
  value->call = call;
  value->pointer = callback_data;
  *result = to_napi(value);
  return napi_ok;
}

SKEP_NODE_API napi_status napi_get_cb_info(napi_env, napi_callback_info info, size_t* count,
                                           napi_value* arguments, napi_value* receiver,
                                           void** callback_data) {
  const HostCall* call = reinterpret_cast<const HostCall*>(info);
  if (count != nullptr) {
    for (size_t i = 0; arguments != nullptr && i < *count; ++i) {
      arguments[i] = to_napi(i < call->arguments.size() ? call->arguments[i]
                                                        : make_host_value(HostKind::undefined));
    }
    *count = call->arguments.size();
  }
  if (receiver != nullptr) *receiver = to_napi(call->receiver);
  if (callback_data != nullptr) *callback_data = call->callback_data;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_call_function(napi_env, napi_value receiver, napi_value function,
                                             size_t count, const napi_value* arguments,
                                             napi_value* result) {
  if (from_napi(function)->kind != HostKind::function) return napi_function_expected;
  std::vector<HostValue*> values(count);
  std::transform(arguments, arguments + count, values.begin(), from_napi);
  HostValue* returned =
      skep::call_host_function(from_napi(function), from_napi(receiver), std::move(values));
  if (host_environment().pending != nullptr) return napi_pending_exception;
  if (result != nullptr) *result = to_napi(returned);
  return napi_ok;
}

// The addon defines its classes when it loads; nothing here ever constructs one, so a class is the
// constructor function and no more.
SKEP_NODE_API napi_status napi_define_class(napi_env env, const char* name, size_t length,
                                            napi_callback constructor, void* callback_data, size_t,
                                            const napi_property_descriptor*, napi_value* result) {
  return napi_create_function(env, name, length, constructor, callback_data, result);
}

SKEP_NODE_API napi_status napi_wrap(napi_env, napi_value object, void* native, napi_finalize, void*,
                                    napi_ref* result) {
  from_napi(object)->pointer = native;
  if (result != nullptr) *result = reinterpret_cast<napi_ref>(object);
  return napi_ok;
}

SKEP_NODE_API napi_status napi_unwrap(napi_env, napi_value object, void** result) {
  *result = from_napi(object)->pointer;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_remove_wrap(napi_env env, napi_value object, void** result) {
  if (result != nullptr) napi_unwrap(env, object, result);
  from_napi(object)->pointer = nullptr;
  return napi_ok;
}

// Nothing is collected, so a reference is the value itself and its count means nothing.
SKEP_NODE_API napi_status napi_create_reference(napi_env, napi_value value, uint32_t,
                                                napi_ref* result) {
  *result = reinterpret_cast<napi_ref>(value);
  return napi_ok;
}

SKEP_NODE_API napi_status napi_get_reference_value(napi_env, napi_ref reference,
                                                   napi_value* result) {
  *result = reinterpret_cast<napi_value>(reference);
  return napi_ok;
}

SKEP_NODE_API napi_status napi_reference_unref(napi_env, napi_ref, uint32_t* result) {
  if (result != nullptr) *result = 0;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_delete_reference(napi_env, napi_ref) {
  return napi_ok;
}

SKEP_NODE_API napi_status napi_adjust_external_memory(napi_env, int64_t change, int64_t* result) {
  *result = change;
  return napi_ok;
}

// Asynchronous work and promises: the addon imports them for its asynchronous calls, which we
// never make. They must resolve at load time and refuse at run time.
SKEP_NODE_API napi_status napi_create_async_work() {
  return napi_generic_failure;
}
SKEP_NODE_API napi_status napi_queue_async_work() {
  return napi_generic_failure;
}
SKEP_NODE_API napi_status napi_cancel_async_work() {
  return napi_generic_failure;
}
SKEP_NODE_API napi_status napi_delete_async_work() {
  return napi_generic_failure;
}
SKEP_NODE_API napi_status napi_create_promise() {
  return napi_generic_failure;
}
SKEP_NODE_API napi_status napi_resolve_deferred() {
  return napi_generic_failure;
}
SKEP_NODE_API napi_status napi_reject_deferred() {
  return napi_generic_failure;
}
