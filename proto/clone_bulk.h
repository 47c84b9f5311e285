// Structured clones with bulk parts (proto/value_tags.h) as ones without.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace skep::control {

// The same value in the plain form. Nothing: it is no clone with bulk parts, or makes no sense.
std::optional<std::string> without_bulk(std::span<const std::byte> clone);

}  // namespace skep::control
