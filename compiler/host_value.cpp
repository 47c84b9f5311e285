#include "compiler/host_value.h"

#include <deque>
#include <utility>

namespace skep {

HostEnvironment& host_environment() {
  static HostEnvironment environment;
  if (environment.global == nullptr) environment.global = make_host_value(HostKind::object);
  return environment;
}

HostValue* make_host_value(HostKind kind) {
  // A deque never moves its elements, so a pointer into it stays good.
  static std::deque<HostValue> values;
  HostValue& value = values.emplace_back();
  value.kind = kind;
  return &value;
}

HostValue* make_host_string(std::string text) {
  HostValue* value = make_host_value(HostKind::string);
  value->text = std::move(text);
  return value;
}

HostValue* call_host_function(HostValue* function, HostValue* receiver,
                              std::vector<HostValue*> arguments) {
  HostCall call{receiver, std::move(arguments), function->pointer};
  napi_value result = function->call(reinterpret_cast<napi_env>(&host_environment()),
                                     reinterpret_cast<napi_callback_info>(&call));
  return result == nullptr ? make_host_value(HostKind::undefined) : from_napi(result);
}

}  // namespace skep
