#include "proto/control_lines.h"

#include <algorithm>

namespace skep::control {

void LineCutter::append(std::string_view bytes) {
  buffer_.erase(0, start_);
  scanned_ -= std::min(scanned_, start_);
  start_ = 0;
  buffer_ += bytes;
}

std::optional<LineCutter::Line> LineCutter::next() {
  while (true) {
    const size_t newline = buffer_.find('\n', std::max(start_, scanned_));
    if (newline == std::string::npos) {
      scanned_ = buffer_.size();
      if (skipping_) {
        start_ = buffer_.size();
        return std::nullopt;
      }
      if (buffer_.size() - start_ <= most_) return std::nullopt;
      skipping_ = true;
      start_ = buffer_.size();
      return Line{.too_long = true, .text = {}};
    }
    const std::string_view text = std::string_view(buffer_).substr(start_, newline - start_);
    start_ = newline + 1;
    scanned_ = start_;
    if (skipping_) {
      skipping_ = false;
      continue;
    }
    if (text.size() > most_) return Line{.too_long = true, .text = {}};
    return Line{.too_long = false, .text = text};
  }
}

}  // namespace skep::control
