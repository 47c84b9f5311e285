#include "daemon/config/reference.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "daemon/config/table.h"
#include "proto/amount.h"
#include "proto/control_limits.h"

namespace skep {
namespace {

using control::Unit;
using K = ConfigKind;

std::string bounds(const ConfigKey& key, Unit unit) {
  return fmt::format("{}{} to {}", key.zero_too ? "0, " : "", show_amount(unit, key.least),
                     show_amount(unit, key.most));
}

std::string value_of(const ConfigKey& key) {
  switch (key.kind) {
    case K::text: return "text";
    case K::path: return "absolute path";
    case K::texts: return "list of texts";
    case K::paths: return "list of absolute paths";
    case K::name: return "name";
    case K::size: return "size, " + bounds(key, Unit::bytes);
    case K::duration: return "time, " + bounds(key, Unit::milliseconds);
    case K::count: return "number, " + bounds(key, Unit::count);
    case K::factor: return fmt::format("number, {} to {}", key.least, key.most);
    case K::choice: return fmt::format("`\"{}\"`", fmt::join(key.one_of, "\"`, `\""));
    case K::section:
    case K::sections:
    case K::limits: return "table";
  }
  return {};
}

std::string fallback_of(const ConfigKey& key) {
  if (key.required) return "required";
  return key.fallback.empty() ? "" : fmt::format("`{}`", key.fallback);
}

void add_rows(std::string& text, std::span<const ConfigKey> keys, const std::string& prefix) {
  for (const ConfigKey& key : keys) {
    text += fmt::format("| `{}{}` | {} | {} | {} |\n", prefix, key.name, value_of(key),
                        fallback_of(key), key.meaning);
    if (key.kind == K::section) add_rows(text, key.members, fmt::format("{}{}.", prefix, key.name));
  }
}

std::string limit_rows() {
  std::string text;
  const WorkerLimits defaults;
  for (size_t i = 0; i < control::limits().size(); ++i) {
    const control::Limit& limit = control::limits()[i];
    const ConfigKey& key = limit_config_keys()[i];
    const uint64_t value = limit.get(defaults);
    text += fmt::format("| `{}` | {} | {} | {} |\n", key.name, value_of(key),
                        value == 0 ? "`0`" : show_amount(limit.unit, value), key.meaning);
  }
  return text;
}

}  // namespace

std::string config_reference() {
  std::string text;
  for (const ConfigKey& key : config_keys()) {
    const bool named = key.kind == K::sections;
    text += fmt::format("\n### `[{}{}]`\n\n{}.\n\n", key.name, named ? ".NAME" : "", key.meaning);
    text += "| key | value | default | meaning |\n|---|---|---|---|\n";
    if (key.kind == K::limits) {
      text += limit_rows();
    } else {
      add_rows(text, key.members, "");
    }
  }
  return text;
}

}  // namespace skep
