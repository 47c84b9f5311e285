#include "cli/limit_option.h"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "proto/amount.h"
#include "proto/suggestion.h"

namespace skep::cli {
namespace {

using control::Limit;
<<<<<<< HEAD
=======
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

std::string_view advice(Unit unit) {
  switch (unit) {
    case Unit::milliseconds: return "a time with its unit, for example 500ms, 2s, 5m or 1h";
    case Unit::count: return "a whole number";
    case Unit::bytes: return "a size, for example 512K, 64M or 1G";
    case Unit::bytes_per_second: return "a size per second, for example 512K, 64M or 1G";
  }
  return {};
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

const Limit& find_limit(std::string_view option, std::string_view key) {
  std::vector<std::string_view> keys;
  for (const Limit& limit : control::limits()) {
    if (limit.key == key) return limit;
    keys.push_back(limit.key);
  }
  throw UsageError(fmt::format("--limit {}: there is no limit \"{}\".{} The limits are: {}.",
                               option, key, did_you_mean(key, keys), fmt::join(keys, ", ")));
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
>>>>>>> 3a977da (WIP: the commands of skep)

const control::Limit& apply_limit(std::string_view option, WorkerLimits& limits) {
  const size_t equals = option.find('=');
  if (equals == std::string_view::npos) {
    throw UsageError(
        fmt::format("--limit {}: write KEY=VALUE, for example --limit memory=64M.", option));
  }
  const Limit& limit = find_limit(option, option.substr(0, equals));
  const std::string_view value = option.substr(equals + 1);
  const auto amount = parse_amount(value, limit.unit);
  if (!amount) {
    throw UsageError(
        fmt::format("--limit {}: \"{}\" is not {}.", option, value, amount_advice(limit.unit)));
  }
  const bool none = *amount == 0 && limit.may_be_none;
  if (!none && (*amount < limit.least || *amount > limit.most)) {
    throw UsageError(fmt::format("--limit {}: {} must be {}from {} to {}.", option, limit.key,
                                 limit.may_be_none ? "0 or " : "",
                                 show_amount(limit.unit, limit.least),
                                 show_amount(limit.unit, limit.most)));
  }
  limit.set(limits, *amount);
  return limit;
}

std::string list_limits() {
  std::string text;
  const WorkerLimits defaults;
  for (const Limit& limit : control::limits()) {
    const uint64_t value = limit.get(defaults);
    const std::string shown =
        value == 0 && limit.may_be_none ? "none" : show_amount(limit.unit, value);
    text += fmt::format("  {:<10} {:<10} {}\n", limit.key, shown, limit.meaning);
  }
  return text;
}

}  // namespace skep::cli
