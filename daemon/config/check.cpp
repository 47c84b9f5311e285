// Compares a TOML document with the table of keys.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "daemon/config/table.h"
#include "daemon/config/toml.h"
#include "proto/amount.h"
#include "proto/suggestion.h"

namespace skep::config_toml {
namespace {

using control::Unit;
using K = ConfigKind;

constexpr size_t most_name_bytes = 64;
constexpr size_t most_argument_bytes = 64 * 1024;

class Check {
 public:
  explicit Check(ConfigErrors& errors) : errors_(errors) {}

  // `path` is how messages call the table: "services.web"; empty is the file.
  void section(const toml::table& table, std::span<const ConfigKey> keys, const std::string& path) {
    std::vector<std::string_view> known;
    for (const ConfigKey& key : keys) known.push_back(key.name);
    for (const auto& [name, node] : table) {
      const auto key = std::find(known.begin(), known.end(), name.str());
      if (key == known.end()) {
        add(name.source(), fmt::format("there is no key \"{}\" in {}.{}", name.str(), title(path),
                                       did_you_mean(name.str(), known)));
        continue;
      }
      value(node, keys[static_cast<size_t>(key - known.begin())],
            path.empty() ? std::string(name.str()) : fmt::format("{}.{}", path, name.str()));
    }
    for (const ConfigKey& key : keys) {
      if (key.required && !table.contains(key.name)) {
        add(table.source(),
            fmt::format("{} needs the key \"{}\": {}.", title(path), key.name, key.meaning));
      }
    }
  }

 private:
  void add(const toml::source_region& place, std::string sentence) {
    errors_.add(error_at(place, std::move(sentence)));
  }

  static std::string title(const std::string& path) {
    return path.empty() ? "this file" : fmt::format("[{}]", path);
  }

  void value(const toml::node& node, const ConfigKey& key, const std::string& path) {
    switch (key.kind) {
      case K::text:
      case K::path:
      case K::name: return text(node, key, path);
      case K::texts:
      case K::paths: return list(node, key, path);
      case K::size: return amount(node, key, path, Unit::bytes);
      case K::duration: return amount(node, key, path, Unit::milliseconds);
      case K::count: return count(node, key, path);
      case K::factor: return factor(node, key, path);
      case K::choice: return choice(node, key, path);
      case K::section:
        if (const auto* table = as_table(node, path)) section(*table, key.members, path);
        return;
      case K::limits:
        if (const auto* table = as_table(node, path)) section(*table, limit_config_keys(), path);
        return;
      case K::sections: return sections(node, key, path);
    }
  }

  const toml::table* as_table(const toml::node& node, const std::string& path) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      add(node.source(),
          fmt::format("{} must be a table: write [{}] and its keys below it.", path, path));
    }
    return table;
  }

  void sections(const toml::node& node, const ConfigKey& key, const std::string& path) {
    const auto* table = as_table(node, path);
    if (table == nullptr) return;
    for (const auto& [name, member] : *table) {
      const std::string member_path = fmt::format("{}.{}", path, name.str());
      if (!is_good_name(name.str())) {
        add(name.source(),
            fmt::format(
                "\"{}\" is not a name: letters, digits, \".\", \"-\" and \"_\", at most {}, "
                "the first a letter or digit.",
                name.str(), most_name_bytes));
      } else if (const auto* section_table = as_table(member, member_path)) {
        section(*section_table, key.members, member_path);
      }
    }
  }

  static bool is_good_name(std::string_view name) {
    const auto is_letter_or_digit = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (name.empty() || name.size() > most_name_bytes || !is_letter_or_digit(name[0])) return false;
    return std::all_of(name.begin(), name.end(), [&](char c) {
      return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
    });
  }

  void text(const toml::node& node, const ConfigKey& key, const std::string& path) {
    const auto* string = node.as_string();
    if (string == nullptr) {
      return add(node.source(), fmt::format("{} must be a text in quotes.", path));
    }
    const std::string& text = string->get();
    if (text.empty()) return add(node.source(), fmt::format("{} must not be empty.", path));
    if (text.find('\0') != std::string::npos) {
      return add(node.source(), fmt::format("{} must not contain a zero character.", path));
    }
    if (text.size() > key.most) {
      return add(node.source(), fmt::format("{} is longer than {} bytes.", path, key.most));
    }
    if (key.kind == K::path) absolute(node, text, path);
  }

  void absolute(const toml::node& node, const std::string& text, const std::string& path) {
    if (!text.starts_with('/')) {
      add(node.source(), fmt::format("{} must be an absolute path, from \"/\" on.", path));
    }
  }

  void list(const toml::node& node, const ConfigKey& key, const std::string& path) {
    const auto* array = node.as_array();
    if (array == nullptr) {
      return add(node.source(), fmt::format("{} must be a list of texts: [\"…\"].", path));
    }
    if (array->size() > key.most) {
      return add(node.source(), fmt::format("{} has more than {} entries.", path, key.most));
    }
    for (const toml::node& entry : *array) {
      const auto* string = entry.as_string();
      if (string == nullptr) {
        add(entry.source(), fmt::format("every entry of {} must be a text in quotes.", path));
      } else if (string->get().size() > most_argument_bytes) {
        add(entry.source(),
            fmt::format("an entry of {} is longer than {} bytes.", path, most_argument_bytes));
      } else if (key.kind == K::paths) {
        absolute(entry, string->get(), "every entry of " + path);
      }
    }
  }

  void amount(const toml::node& node, const ConfigKey& key, const std::string& path, Unit unit) {
    std::optional<uint64_t> amount;
    if (const auto* string = node.as_string()) {
      amount = parse_amount(string->get(), unit);
    } else if (node.is_integer() && node.as_integer()->get() == 0) {
      amount = 0;  // the same in every unit
    }
    if (!amount) {
      return add(node.source(),
                 fmt::format("{} must be {}, in quotes.", path, amount_advice(unit)));
    }
    in_bounds(node, key, path, unit, *amount);
  }

  void count(const toml::node& node, const ConfigKey& key, const std::string& path) {
    const auto* integer = node.as_integer();
    if (integer == nullptr) {
      return add(node.source(), fmt::format("{} must be a whole number, without quotes.", path));
    }
    // What is negative is above every bound as an unsigned number.
    in_bounds(node, key, path, Unit::count, static_cast<uint64_t>(integer->get()));
  }

  void in_bounds(const toml::node& node, const ConfigKey& key, const std::string& path, Unit unit,
                 uint64_t amount) {
    if (amount == 0 && key.zero_too) return;
    if (amount >= key.least && amount <= key.most) return;
    add(node.source(), fmt::format("{} must be {}from {} to {}.", path, key.zero_too ? "0 or " : "",
                                   show_amount(unit, key.least), show_amount(unit, key.most)));
  }

  void factor(const toml::node& node, const ConfigKey& key, const std::string& path) {
    const auto number = node.value<double>();
    const bool is_number = node.is_integer() || node.is_floating_point();
    if (!is_number || !number) {
      return add(node.source(), fmt::format("{} must be a number, without quotes.", path));
    }
    // Written so that NaN is refused too.
    const bool fits =
        *number >= static_cast<double>(key.least) && *number <= static_cast<double>(key.most);
    if (!fits) {
      add(node.source(), fmt::format("{} must be from {} to {}.", path, key.least, key.most));
    }
  }

  void choice(const toml::node& node, const ConfigKey& key, const std::string& path) {
    const auto* string = node.as_string();
    const std::string_view word = string == nullptr ? std::string_view() : string->get();
    if (std::find(key.one_of.begin(), key.one_of.end(), word) != key.one_of.end()) return;
    add(node.source(),
        fmt::format("{} must be one of \"{}\".{}", path, fmt::join(key.one_of, "\", \""),
                    did_you_mean(word, key.one_of)));
  }

  ConfigErrors& errors_;
};

}  // namespace

void check(const toml::table& file, ConfigErrors& errors) {
  Check(errors).section(file, config_keys(), "");
}

}  // namespace skep::config_toml
