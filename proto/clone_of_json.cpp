#include "proto/clone_of_json.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "proto/base64.h"
#include "proto/clone_names.h"
#include "proto/clone_text.h"
#include "proto/json_of_clone.h"

namespace skep::control {

std::optional<ValueForm> value_form(std::string_view name) {
  if (name == "plain") return ValueForm::plain;
  if (name == "tagged") return ValueForm::tagged;
  return std::nullopt;
}

std::optional<JsonValue> json_of_clone(std::span<const std::byte> clone, ValueForm form,
                                       std::string& problem) {
  JsonOfClone reader(clone, form);
  JsonValue value;
  if (reader.run(value)) return value;
  problem = std::move(reader.problem);
  return std::nullopt;
}

std::optional<std::string> clone_of_json(const Json& value, ValueForm form, std::string& problem) {
  CloneOfJson writer(form);
  std::string clone;
  if (writer.run(value, clone)) return clone;
  problem = std::move(writer.problem);
  return std::nullopt;
}

std::string clone_of_error(std::string_view name, std::string_view message,
                           std::string_view stack) {
  Json parts = Json::object();
  parts.emplace("name", name);
  parts.emplace("message", message);
  if (!stack.empty()) parts.emplace("stack", stack);
  Json error = Json::object();
  error.emplace("$error", std::move(parts));
  // Written and read once, the text is valid UTF-8.
  const Json valid = Json::parse(error.dump(-1, ' ', false, Json::error_handler_t::replace));
  std::string problem;
  return clone_of_json(valid, ValueForm::tagged, problem).value();
}

bool CloneOfJson::run(const Json& json, std::string& clone) {
  if (!value(json, 1)) return false;
  clone = out_.take();
  return true;
}

bool CloneOfJson::value(const Json& json, size_t depth) {
  if (depth > max_value_nesting) {
    problem = fmt::format("The value nests deeper than {} levels.", max_value_nesting);
    return false;
  }
  switch (json.type()) {
    case Json::value_t::null: out_.tag(ValueTag::null); return true;
    case Json::value_t::boolean:
      out_.tag(json.get<bool>() ? ValueTag::true_value : ValueTag::false_value);
      return true;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float: out_.tagged_number(json.get<double>()); return true;
    case Json::value_t::string: out_.tag(ValueTag::string); return put_text(json);
    case Json::value_t::array: return put_plain_array(json, depth);
    case Json::value_t::object: break;
    default: problem = "The value is not JSON."; return false;
  }
  if (form_ == ValueForm::tagged) {
    if (json.size() == 2 && json.contains("$id") && json.contains("$value")) {
      return with_id(json, depth);
    }
    for (const auto& [key, member] : json.items()) {
      if (!key.starts_with('$')) continue;
      if (json.size() == 1) return special(key, member, depth);
      problem =
          fmt::format("An object with the key \"{}\" must be written as {{\"$object\":[…]}}.", key);
      return false;
    }
  }
  begin(ValueTag::object);
  return put_members(json, depth);
}

bool CloneOfJson::special(const std::string& key, const Json& content, size_t depth) {
  for (const Form& form : forms()) {
    if (form.key != key) continue;
    if ((this->*form.read)(content, depth)) return true;
    if (problem.empty()) problem = fmt::format("\"{}\" must hold {}.", key, form.expected);
    return false;
  }
  problem = fmt::format("\"{}\" is not a key of the tagged form.", key);
  return false;
}

bool CloneOfJson::with_id(const Json& json, size_t depth) {
  const Json& id = json["$id"];
  if (!id.is_number_unsigned() || numbers_.contains(id.get<uint64_t>())) {
    problem = "\"$id\" must hold an integer from 0 on that no other object has.";
    return false;
  }
  const auto number = id.get<uint64_t>();
  id_ = number;
  if (!value(json["$value"], depth + 1)) return false;
  if (!id_ && numbers_.contains(number)) return true;
  problem = "\"$value\" must hold an object: only those can be referred to.";
  return false;
}

// Writes the tag of an object and counts it.
uint32_t CloneOfJson::begin(ValueTag tag) {
  out_.tag(tag);
  if (id_) numbers_[*id_] = next_;
  id_.reset();
  unmade_.push_back(tag == ValueTag::view || tag == ValueTag::platform);
  return next_++;
}

bool CloneOfJson::reference(const Json& content, size_t) {
  if (!content.is_number_unsigned() || id_) return false;
  const auto found = numbers_.find(content.get<uint64_t>());
  if (found == numbers_.end()) return false;
  if (unmade_[found->second]) {
    problem = "A view, a platform object, or an error of a name of its own cannot hold itself.";
    return false;
  }
  out_.tag(ValueTag::reference);
  out_.varint(found->second);
  return true;
}

bool CloneOfJson::text_of(const Json& json, std::string& text) {
  std::optional<std::string> read;
  if (json.is_string()) {
    read = clone_text_of_utf8(json.get_ref<const std::string&>());
  } else if (form_ == ValueForm::tagged && json.is_object() && json.size() == 1 &&
             json.contains("$text") && json["$text"].is_string()) {
    if (const auto utf16 = base64_decode(json["$text"].get_ref<const std::string&>())) {
      read = clone_text_of_utf16(*utf16);
    }
  }
  if (!read) {
    if (json.is_string()) problem = "A text is not UTF-8.";
    return false;
  }
  text = std::move(*read);
  return true;
}

bool CloneOfJson::put_text(const Json& json) {
  std::string text;
  if (!text_of(json, text)) return false;
  out_.block(text);
  return true;
}

bool CloneOfJson::put_key(std::string_view key) {
  out_.tag(ValueTag::string);
  out_.block(key);
  return true;
}

bool CloneOfJson::put_plain_array(const Json& array, size_t depth) {
  begin(ValueTag::array);
  out_.varint(array.size());
  for (const Json& element : array) {
    if (!value(element, depth + 1)) return false;
  }
  out_.tag(ValueTag::elements_end);
  out_.tag(ValueTag::end);
  return true;
}

// The entries of an object that begins with its tag, and its end.
bool CloneOfJson::put_members(const Json& object, size_t depth) {
  for (const auto& [key, member] : object.items()) {
    const auto text = clone_text_of_utf8(key);
    if (!text) {
      problem = "A key is not UTF-8.";
      return false;
    }
    put_key(*text);
    if (!value(member, depth + 1)) return false;
  }
  out_.tag(ValueTag::end);
  return true;
}

bool CloneOfJson::undefined(const Json& content, size_t) {
  if (content != true) return false;
  out_.tag(ValueTag::undefined);
  return true;
}

bool CloneOfJson::number(const Json& content, size_t) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double number;
  if (content == "NaN") {
    number = std::numeric_limits<double>::quiet_NaN();
  } else if (content == "Infinity") {
    number = infinity;
  } else if (content == "-Infinity") {
    number = -infinity;
  } else if (content == "-0") {
    number = -0.0;
  } else {
    return false;
  }
  out_.tagged_number(number);
  return true;
}

bool CloneOfJson::bigint(const Json&, size_t) {
  problem = "A BigInt cannot go to a worker: its engine has none.";
  return false;
}

bool CloneOfJson::text(const Json& content, size_t) {
  Json whole = Json::object();
  whole["$text"] = content;
  out_.tag(ValueTag::string);
  return put_text(whole);
}

bool CloneOfJson::date(const Json& content, size_t) {
  double ms = std::numeric_limits<double>::quiet_NaN();
  if (content.is_number()) {
    ms = content.get<double>();
    if (!(std::abs(ms) <= max_date_ms)) return false;
  } else if (!content.is_null()) {
    return false;
  }
  begin(ValueTag::date);
  out_.number(std::trunc(ms));
  return true;
}

bool CloneOfJson::regexp(const Json& content, size_t) {
  if (!content.is_array() || content.size() != 2) return false;
  begin(ValueTag::regexp);
  return put_text(content[0]) && put_text(content[1]);
}

bool CloneOfJson::boxed_boolean(const Json& content, size_t) {
  if (!content.is_boolean()) return false;
  begin(content.get<bool>() ? ValueTag::true_object : ValueTag::false_object);
  return true;
}

bool CloneOfJson::boxed_number(const Json& content, size_t) {
  double number;
  if (content.is_number()) {
    number = content.get<double>();
  } else {
    // Read as a value of its own, for what only the tagged form can say.
    CloneOfJson inner(form_);
    std::string clone;
    if (!content.is_object() || !inner.run(content, clone)) return false;
    CloneReader in(std::as_bytes(std::span(clone)));
    in.seek(2);
    ValueTag tag;
    if (!in.tag(tag) || tag != ValueTag::number || !in.number(number)) return false;
  }
  begin(ValueTag::number_object);
  out_.number(number);
  return true;
}

bool CloneOfJson::boxed_string(const Json& content, size_t) {
  begin(ValueTag::string_object);
  return put_text(content);
}

}  // namespace skep::control
