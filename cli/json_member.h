// Members of the daemon's answers and events: of the right type or as if absent. The daemon is
// trusted, but a mistake of its must not crash us.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "proto/control_json.h"

namespace skep::cli {

inline std::string text_of(const control::Json& object, std::string_view member) {
  if (!object.is_object()) return {};
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

inline uint64_t number_of(const control::Json& object, std::string_view member) {
  if (!object.is_object()) return 0;
  const auto found = object.find(member);
  return found != object.end() && found->is_number_unsigned() ? found->get<uint64_t>() : 0;
}

inline bool flag_of(const control::Json& object, std::string_view member) {
  if (!object.is_object()) return false;
  const auto found = object.find(member);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

// An array, or an empty one.
inline control::Json list_of(const control::Json& object, std::string_view member) {
  if (!object.is_object()) return control::Json::array();
  const auto found = object.find(member);
  return found != object.end() && found->is_array() ? *found : control::Json::array();
}

// An object, or an empty one.
inline control::Json object_of(const control::Json& object, std::string_view member) {
  if (!object.is_object()) return control::Json::object();
  const auto found = object.find(member);
  return found != object.end() && found->is_object() ? *found : control::Json::object();
}

}  // namespace skep::cli
