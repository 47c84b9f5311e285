// Node-API: making values, asking what they are, taking them apart.
#include <cstring>

#include "compiler/host_value.h"

using skep::from_napi;
using skep::host_environment;
using skep::HostKind;
using skep::HostValue;
using skep::make_host_string;
using skep::make_host_value;
using skep::to_napi;

namespace {

std::string text_of(const char* bytes, size_t length) {
  if (bytes == nullptr) return {};
  return length == napi_auto_length ? std::string(bytes) : std::string(bytes, length);
}

}  // namespace

SKEP_NODE_API napi_status napi_get_undefined(napi_env, napi_value* result) {
  *result = to_napi(make_host_value(HostKind::undefined));
  return napi_ok;
}

SKEP_NODE_API napi_status napi_get_null(napi_env, napi_value* result) {
  *result = to_napi(make_host_value(HostKind::null));
  return napi_ok;
}

SKEP_NODE_API napi_status napi_get_global(napi_env, napi_value* result) {
  *result = to_napi(host_environment().global);
  return napi_ok;
}

SKEP_NODE_API napi_status napi_create_object(napi_env, napi_value* result) {
  *result = to_napi(make_host_value(HostKind::object));
  return napi_ok;
}

SKEP_NODE_API napi_status napi_create_array_with_length(napi_env, size_t, napi_value* result) {
  *result = to_napi(make_host_value(HostKind::array));
  return napi_ok;
}

SKEP_NODE_API napi_status napi_create_string_utf8(napi_env, const char* bytes, size_t length,
                                                  napi_value* result) {
  *result = to_napi(make_host_string(text_of(bytes, length)));
  return napi_ok;
}

SKEP_NODE_API napi_status napi_create_external(napi_env, void* pointer, napi_finalize, void*,
                                               napi_value* result) {
  HostValue* value = make_host_value(HostKind::external);
  value->pointer = pointer;
  *result = to_napi(value);
  return napi_ok;
}

SKEP_NODE_API napi_status napi_create_error(napi_env, napi_value, napi_value message,
                                            napi_value* result) {
  HostValue* value = make_host_value(HostKind::error);
  value->text = from_napi(message)->text;
  *result = to_napi(value);
  return napi_ok;
}

SKEP_NODE_API napi_status napi_typeof(napi_env, napi_value value, napi_valuetype* result) {
  switch (from_napi(value)->kind) {
    case HostKind::undefined: *result = napi_undefined; break;
    case HostKind::null: *result = napi_null; break;
    case HostKind::boolean: *result = napi_boolean; break;
    case HostKind::string: *result = napi_string; break;
    case HostKind::function: *result = napi_function; break;
    case HostKind::external: *result = napi_external; break;
    default: *result = napi_object; break;
  }
  return napi_ok;
}

SKEP_NODE_API napi_status napi_is_buffer(napi_env, napi_value value, bool* result) {
  *result = from_napi(value)->kind == HostKind::buffer;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_is_error(napi_env, napi_value value, bool* result) {
  *result = from_napi(value)->kind == HostKind::error;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_get_value_bool(napi_env, napi_value value, bool* result) {
  if (from_napi(value)->kind != HostKind::boolean) return napi_boolean_expected;
  *result = from_napi(value)->truth;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_get_value_external(napi_env, napi_value value, void** result) {
  if (from_napi(value)->kind != HostKind::external) return napi_invalid_arg;
  *result = from_napi(value)->pointer;
  return napi_ok;
}

// With no buffer: the length in bytes. With one: what fits, always ended by a zero.
SKEP_NODE_API napi_status napi_get_value_string_utf8(napi_env, napi_value value, char* buffer,
                                                     size_t size, size_t* result) {
  if (from_napi(value)->kind != HostKind::string) return napi_string_expected;
  const std::string& text = from_napi(value)->text;
  if (buffer == nullptr) {
    *result = text.size();
    return napi_ok;
  }
  if (size == 0) return napi_invalid_arg;
  const size_t count = text.size() < size ? text.size() : size - 1;
  std::memcpy(buffer, text.data(), count);
  buffer[count] = '\0';
  if (result != nullptr) *result = count;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_get_buffer_info(napi_env, napi_value value, void** bytes,
                                               size_t* size) {
  if (from_napi(value)->kind != HostKind::buffer) return napi_invalid_arg;
  if (bytes != nullptr) *bytes = from_napi(value)->pointer;
  if (size != nullptr) *size = from_napi(value)->size;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_coerce_to_object(napi_env, napi_value value, napi_value* result) {
  *result = value;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_coerce_to_string(napi_env, napi_value value, napi_value* result) {
  *result = to_napi(make_host_string(from_napi(value)->text));
  return napi_ok;
}

SKEP_NODE_API napi_status napi_throw(napi_env, napi_value value) {
  host_environment().pending = from_napi(value);
  return napi_ok;
}

SKEP_NODE_API napi_status napi_throw_error(napi_env, const char*, const char* message) {
  HostValue* value = make_host_value(HostKind::error);
  value->text = text_of(message, napi_auto_length);
  host_environment().pending = value;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_is_exception_pending(napi_env, bool* result) {
  *result = host_environment().pending != nullptr;
  return napi_ok;
}

SKEP_NODE_API napi_status napi_get_and_clear_last_exception(napi_env, napi_value* result) {
  HostValue* pending = host_environment().pending;
  host_environment().pending = nullptr;
  *result = to_napi(pending != nullptr ? pending : make_host_value(HostKind::undefined));
  return napi_ok;
}
