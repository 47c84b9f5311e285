// The lines around a mistake, with a caret under it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skep::cli {

//     2 | function f() {
//   > 3 |   return }
//       |          ^
//
// Line and column count from 1, columns in UTF-16 units as JavaScript does; column 0 draws no
// caret. Empty when the source has no such line. Long lines are cut.
std::string code_frame(std::string_view source, uint32_t line, uint32_t column);

}  // namespace skep::cli
