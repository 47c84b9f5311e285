#include "proto/amount.h"

#include <charconv>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace skep {
namespace {

using control::Unit;

struct Suffix {
  std::string_view text;
  double factor;
};

constexpr double kib = 1024;
constexpr Suffix size_suffixes[] = {{"", 1},
                                    {"b", 1},
                                    {"k", kib},
                                    {"kb", kib},
                                    {"kib", kib},
                                    {"m", kib* kib},
                                    {"mb", kib* kib},
                                    {"mib", kib* kib},
                                    {"g", kib* kib* kib},
                                    {"gb", kib* kib* kib},
                                    {"gib", kib* kib* kib}};
constexpr Suffix time_suffixes[] = {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}};
constexpr Suffix count_suffixes[] = {{"", 1}};

std::span<const Suffix> suffixes(Unit unit) {
  switch (unit) {
    case Unit::milliseconds: return time_suffixes;
    case Unit::count: return count_suffixes;
    case Unit::bytes:
    case Unit::bytes_per_second: break;
  }
  return size_suffixes;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

std::optional<uint64_t> parse_amount(std::string_view text, Unit unit) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || end == text.data() || !(value >= 0)) return std::nullopt;
  const std::string suffix = lower(text.substr(static_cast<size_t>(end - text.data())));
  // "0" needs no unit: it is the same in all of them.
  if (value == 0 && suffix.empty()) return 0;
  for (const Suffix& known : suffixes(unit)) {
    if (known.text != suffix) continue;
    const double amount = value * known.factor;
    // Above this a double would round; no limit reaches it.
    if (amount > 9'007'199'254'740'991.0) return std::nullopt;
    if (amount != std::floor(amount) && known.factor == 1) return std::nullopt;
    return static_cast<uint64_t>(std::llround(amount));
  }
  return std::nullopt;
}

std::string_view amount_advice(Unit unit) {
  switch (unit) {
    case Unit::milliseconds: return "a time with its unit, for example 500ms, 2s, 5m or 1h";
    case Unit::count: return "a whole number";
    case Unit::bytes: return "a size, for example 512K, 64M or 1G";
    case Unit::bytes_per_second: return "a size per second, for example 512K, 64M or 1G";
  }
  return {};
}

std::string show_amount(Unit unit, uint64_t amount) {
  struct Step {
    uint64_t size;
    std::string_view name;
  };
  static constexpr Step sizes[] = {{1ull << 30, "GiB"}, {1ull << 20, "MiB"}, {1ull << 10, "KiB"}};
  static constexpr Step times[] = {{3'600'000, "h"}, {60'000, "min"}, {1000, "s"}};
  if (unit == Unit::count) return fmt::format("{}", amount);
  const bool time = unit == Unit::milliseconds;
  const std::string_view per = unit == Unit::bytes_per_second ? "/s" : "";
  for (const Step& step : time ? std::span(times) : std::span(sizes)) {
    // The largest unit that says it exactly.
    if (amount >= step.size && amount % step.size == 0) {
      return fmt::format("{} {}{}", amount / step.size, step.name, per);
    }
  }
  return fmt::format("{} {}{}", amount, time ? "ms" : "bytes", per);
}

}  // namespace skep
