// Colour, where it is wanted: on a terminal, unless the user said otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skep::cli {

enum class Paint : uint8_t { plain, bold, dim, red, green, yellow, blue };

class Colors {
 public:
  // `when`: "auto" or nothing, "always", "never". Automatic is: `descriptor` is a terminal,
  // NO_COLOR is not set (https://no-color.org), and TERM is not "dumb".
  Colors(std::string_view when, int descriptor);

  bool on() const { return on_; }
  std::string paint(Paint paint, std::string_view text) const;

 private:
  bool on_;
};

}  // namespace skep::cli
