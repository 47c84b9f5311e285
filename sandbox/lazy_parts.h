// Parts of the global scope that a worker builds when a script first touches them: the texts, which
// cost a worker nothing until then. Made from prelude/lazy/ and from npm at build time.
#pragma once

#include <span>
#include <string_view>

namespace skep {

struct LazyPart {
  std::string_view name;
  std::string_view text;  // of one function expression
};

extern const std::span<const LazyPart> lazy_parts;

}  // namespace skep
