// Text of a structured clone, outside of the engine: the UTF-8 of UTF-16 code units (CESU-8), as
// sandbox/text.h describes it, to and from what JSON holds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace skep::control {

// Nothing when `text` is not what an engine keeps: one to three bytes a code unit, shortest form.
struct Utf8Text {
  std::string text;
  bool has_lone_surrogate = false;  // each is U+FFFD in `text`
};
std::optional<Utf8Text> utf8_of_clone_text(std::string_view text);

// Text that is well formed, as two bytes a code unit, little-endian.
std::string utf16_of_clone_text(std::string_view text);

// Nothing when `utf8` is not UTF-8.
std::optional<std::string> clone_text_of_utf8(std::string_view utf8);

// Nothing when there is half a code unit.
std::optional<std::string> clone_text_of_utf16(std::string_view utf16);

}  // namespace skep::control
