#include "cli/show/shown_amount.h"

#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace skep::cli {

std::string show_bytes(uint64_t bytes) {
  if (bytes < 1024) return fmt::format("{}B", bytes);
  auto amount = static_cast<double>(bytes);
  const char* unit = "KMGTPE";
  amount /= 1024;
  while (amount >= 1023.5 && unit[1] != '\0') {
    amount /= 1024;
    ++unit;
  }
  return amount < 9.95 ? fmt::format("{:.1f}{}", amount, *unit)
                       : fmt::format("{:.0f}{}", amount, *unit);
}

std::string show_duration(uint64_t ms) {
  if (ms < 1000) return fmt::format("{}ms", ms);
  const uint64_t s = ms / 1000;
  if (s < 60) return fmt::format("{}.{}s", s, ms % 1000 / 100);
  if (s < 3600) return fmt::format("{}m{:02}s", s / 60, s % 60);
  if (s < 24 * 3600) return fmt::format("{}h{:02}m", s / 3600, s / 60 % 60);
  return fmt::format("{}d{}h", s / (24 * 3600), s / 3600 % 24);
}

std::string show_clock(uint64_t unix_ms) {
  const auto time = static_cast<std::time_t>(unix_ms / 1000);
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  std::tm today = {};
  ::localtime_r(&time, &local);
  ::localtime_r(&now, &today);
  const bool same_day = local.tm_year == today.tm_year && local.tm_yday == today.tm_yday;
  return fmt::format(
      "{}.{:03}",
      same_day ? fmt::format("{:%H:%M:%S}", local) : fmt::format("{:%Y-%m-%d %H:%M:%S}", local),
      unix_ms % 1000);
}

}  // namespace skep::cli
