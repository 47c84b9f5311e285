#include "tests/harness/pattern.h"

namespace skep::harness {

bool matches(const Json& value, const Json& pattern) {
  if (pattern.is_object()) {
    if (!value.is_object()) return false;
    for (const auto& [key, member] : pattern.items()) {
      const auto found = value.find(key);
      if (found == value.end() || !matches(*found, member)) return false;
    }
    return true;
  }
  if (pattern.is_string() && value.is_string()) {
    const auto& wanted = pattern.get_ref<const std::string&>();
    const auto& text = value.get_ref<const std::string&>();
    if (wanted.starts_with('~')) return text.find(wanted.substr(1)) != std::string::npos;
    return text == wanted;
  }
  return value == pattern;
}

}  // namespace skep::harness
