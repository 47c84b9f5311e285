// The values that pass between our Node-API host and the addon.
//
// There is no engine behind them: a value is a small tagged struct. Nothing is ever freed, because
// a process lowers one source and ends; a moving or collecting store would only add ways to fail.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "compiler/node_api.h"

namespace skep {

enum class HostKind {
  undefined,
  null,
  boolean,
  string,
  object,
  array,
  function,
  external,
  buffer,
  error
};

struct HostValue {
  HostKind kind = HostKind::undefined;
  bool truth = false;
  std::string text;  // of a string; of an error, its message
  std::map<std::string, HostValue*> properties;
  napi_callback call = nullptr;  // of a function
  void* pointer = nullptr;       // callback data, external pointer, buffer bytes, wrapped native
  size_t size = 0;               // of a buffer
};

// What a callback asks for through napi_get_cb_info.
struct HostCall {
  HostValue* receiver = nullptr;
  std::vector<HostValue*> arguments;
  void* callback_data = nullptr;
};

// The state of the one environment this program ever has.
struct HostEnvironment {
  HostValue* pending = nullptr;  // a thrown value that nobody has taken yet
  HostValue* global = nullptr;
};

HostEnvironment& host_environment();

// A new value that lives as long as the process.
HostValue* make_host_value(HostKind kind);
HostValue* make_host_string(std::string text);

inline napi_value to_napi(HostValue* value) {
  return reinterpret_cast<napi_value>(value);
}
inline HostValue* from_napi(napi_value value) {
  return reinterpret_cast<HostValue*>(value);
}

// Calls a function of the addon. A throw leaves host_environment().pending set.
HostValue* call_host_function(HostValue* function, HostValue* receiver,
                              std::vector<HostValue*> arguments);

}  // namespace skep
