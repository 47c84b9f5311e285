// Unicode Normalization Form C, by utf8proc.
#pragma once

#include <string>
#include <string_view>

namespace skep {

// What is no scalar value stays as it is.
std::u32string nfc(std::u32string_view text);

}  // namespace skep
