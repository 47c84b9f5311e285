// The part of Node-API that swc's addon imports, declared by us.
//
// Node-API is a C ABI that does not depend on a JavaScript engine; the declarations below follow
// its documentation (https://nodejs.org/api/n-api.html). Only the 45 functions that the addon
// imports are exported; the build fails when it wants one more (tools/unpack-swc.py).
#pragma once

#include <cstddef>
#include <cstdint>

#define SKEP_NODE_API extern "C" __attribute__((visibility("default")))

using napi_env = struct napi_env__*;
using napi_value = struct napi_value__*;
using napi_callback_info = struct napi_callback_info__*;
using napi_ref = struct napi_ref__*;
using napi_callback = napi_value (*)(napi_env, napi_callback_info);
using napi_finalize = void (*)(napi_env, void*, void*);

enum napi_status : int {
  napi_ok = 0,
  napi_invalid_arg = 1,
  napi_object_expected = 2,
  napi_string_expected = 3,
  napi_function_expected = 5,
  napi_boolean_expected = 7,
  napi_generic_failure = 9,
  napi_pending_exception = 10,
};

enum napi_valuetype : int {
  napi_undefined = 0,
  napi_null = 1,
  napi_boolean = 2,
  napi_number = 3,
  napi_string = 4,
  napi_symbol = 5,
  napi_object = 6,
  napi_function = 7,
  napi_external = 8,
};

// The length that means "up to the terminating zero".
inline constexpr size_t napi_auto_length = SIZE_MAX;

struct napi_property_descriptor {
  const char* utf8name;
  napi_value name;
  napi_callback method;
  napi_callback getter;
  napi_callback setter;
  napi_value value;
  int attributes;
  void* callback_data;
};
