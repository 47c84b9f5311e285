// "Did you mean": the known word that a mistyped one is close to.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace skep {

// A word that starts with it, else the closest one; empty when none is close enough to be worth
// saying: at most a third of the letters may be wrong, missing, extra, or swapped with their
// neighbour, and always one.
std::string_view closest(std::string_view word, std::span<const std::string_view> known);

// " Did you mean \"run\"?", or empty.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

}  // namespace skep
