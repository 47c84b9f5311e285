#include "cli/limit_option.h"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "proto/amount.h"
#include "proto/suggestion.h"

namespace skep::cli {
namespace {

using control::Limit;

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
    text += fmt::format("  {:<12} {:<9} {}\n", limit.key, shown, limit.meaning);
  }
  return text;
}

}  // namespace skep::cli
