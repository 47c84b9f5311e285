// Bytes as text and back: base64 as RFC 4648 has it, with its padding.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace skep {

std::string base64_encode(std::span<const std::byte> bytes);

// Nothing unless `text` is exactly what base64_encode() makes of some bytes: no white space,
// padded, unused bits zero.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace skep
