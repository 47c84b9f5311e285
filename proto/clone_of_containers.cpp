// What has parts, in the tagged form: collections, errors, views, arrays with holes, and objects
// with keys that would be mistaken.
#include <algorithm>
#include <charconv>

#include "proto/base64.h"
#include "proto/clone_names.h"
#include "proto/clone_of_json.h"

namespace skep::control {
namespace {

bool is_pair(const Json& json) {
  return json.is_array() && json.size() == 2;
}

bool all_pairs(const Json& json) {
  return json.is_array() && std::ranges::all_of(json, is_pair);
}

bool is_index(const Json& json, uint64_t bound) {
  return json.is_number_unsigned() && json.get<uint64_t>() < bound;
}

// The engine would make an element of a property with such a key.
bool names_element(const std::string& key) {
  return key == "length" ||
         (!key.empty() && std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; }));
}

// Null when the object has no such member.
const Json* member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

}  // namespace

const std::vector<CloneOfJson::Form>& CloneOfJson::forms() {
  static const std::vector<Form> forms = {
      {"$undefined", "true", &CloneOfJson::undefined},
      {"$number", "\"NaN\", \"Infinity\", \"-Infinity\" or \"-0\"", &CloneOfJson::number},
      {"$bigint", "", &CloneOfJson::bigint},
      {"$text", "base64 of UTF-16, little-endian", &CloneOfJson::text},
      {"$date", "the milliseconds of a Date, or null", &CloneOfJson::date},
      {"$regexp", "[source, flags]", &CloneOfJson::regexp},
      {"$map", "an array of [key, value]", &CloneOfJson::map},
      {"$set", "an array", &CloneOfJson::set},
      {"$error", "an object with name, and perhaps message, stack, cause", &CloneOfJson::error},
      {"$boolean", "true or false", &CloneOfJson::boxed_boolean},
      {"$boxed-number", "a number", &CloneOfJson::boxed_number},
      {"$boxed-string", "a string", &CloneOfJson::boxed_string},
      {"$buffer", "base64", &CloneOfJson::buffer},
      {"$view", "an object with kind, buffer, and an offset and length that lie inside of it",
       &CloneOfJson::view},
      {"$array", "an object with length, and perhaps items and extra, in order",
       &CloneOfJson::array},
      {"$object", "an array of [key, value]", &CloneOfJson::object},
      {"$platform", "[kind, value]", &CloneOfJson::platform},
      {"$ref", "the \"$id\" of an object that begins before it", &CloneOfJson::reference},
  };
  return forms;
}

bool CloneOfJson::map(const Json& content, size_t depth) {
  if (!all_pairs(content)) return false;
  begin(ValueTag::map);
  for (const Json& entry : content) {
    if (!value(entry[0], depth + 1) || !value(entry[1], depth + 1)) return false;
  }
  out_.tag(ValueTag::end);
  return true;
}

bool CloneOfJson::set(const Json& content, size_t depth) {
  if (!content.is_array()) return false;
  begin(ValueTag::set);
  for (const Json& entry : content) {
    if (!value(entry, depth + 1)) return false;
  }
  out_.tag(ValueTag::end);
  return true;
}

bool CloneOfJson::put_entries(const Json& entries, size_t depth) {
  for (const Json& entry : entries) {
    std::string key;
    if (!text_of(entry[0], key)) return false;
    put_key(key);
    if (!value(entry[1], depth + 1)) return false;
  }
  out_.tag(ValueTag::end);
  return true;
}

bool CloneOfJson::object(const Json& content, size_t depth) {
  if (!all_pairs(content)) return false;
  begin(ValueTag::object);
  return put_entries(content, depth);
}

bool CloneOfJson::array(const Json& content, size_t depth) {
  static const Json none = Json::array();
  if (!content.is_object()) return false;
  const Json* length_given = member(content, "length");
  const Json* items_given = member(content, "items");
  const Json* extra_given = member(content, "extra");
  const Json& items = items_given != nullptr ? *items_given : none;
  const Json& extra = extra_given != nullptr ? *extra_given : none;
  if (length_given == nullptr || !is_index(*length_given, uint64_t{1} << 32)) return false;
  if (!all_pairs(items) || !all_pairs(extra)) return false;
  const auto length = length_given->get<uint64_t>();
  begin(ValueTag::array);
  out_.varint(length);
  // As the engine's serializer: what has no hole before it goes without its index.
  bool dense = true;
  uint64_t next = 0;
  for (const Json& item : items) {
    if (!is_index(item[0], length) || item[0].get<uint64_t>() < next) return false;
    const auto index = item[0].get<uint64_t>();
    if (dense && index != next) {
      dense = false;
      out_.tag(ValueTag::elements_end);
    }
    if (!dense) put_key(std::to_string(index));
    if (!value(item[1], depth + 1)) return false;
    next = index + 1;
  }
  if (dense) out_.tag(ValueTag::elements_end);
  for (const Json& entry : extra) {
    std::string key;
    if (!text_of(entry[0], key) || names_element(key)) return false;
  }
  return put_entries(extra, depth);
}

bool CloneOfJson::error(const Json& content, size_t depth) {
  const Json* name = content.is_object() ? member(content, "name") : nullptr;
  if (name == nullptr || !name->is_string()) return false;
  const auto known = std::ranges::find(error_names, name->get_ref<const std::string&>());
  if (known != error_names.end()) {
    return error_parts(content, static_cast<uint8_t>(known - error_names.begin()), depth);
  }
  // A structured clone has no room for other names: the worker's prelude puts it back.
  const uint32_t number = begin(ValueTag::platform);
  out_.block(named_error_kind);
  begin(ValueTag::object);
  put_key("name");
  out_.tag(ValueTag::string);
  if (!put_text(*name)) return false;
  put_key("error");
  if (!error_parts(content, 0, depth)) return false;
  out_.tag(ValueTag::end);
  unmade_[number] = false;
  return true;
}

bool CloneOfJson::error_parts(const Json& content, uint8_t name, size_t depth) {
  const Json* message = member(content, "message");
  const Json* stack = member(content, "stack");
  const Json* cause = member(content, "cause");
  begin(ValueTag::error);
  out_.byte(name);
  out_.byte(static_cast<uint8_t>((message != nullptr ? error_has_message : 0) |
                                 (stack != nullptr ? error_has_stack : 0) |
                                 (cause != nullptr ? error_has_cause : 0)));
  if (message != nullptr && !put_text(*message)) return false;
  if (stack != nullptr && !put_text(*stack)) return false;
  return cause == nullptr || value(*cause, depth + 1);
}

bool CloneOfJson::buffer(const Json& content, size_t) {
  if (!content.is_string()) return false;
  const auto bytes = base64_decode(content.get_ref<const std::string&>());
  if (!bytes) return false;
  buffers_[begin(ValueTag::array_buffer)] = bytes->size();
  out_.block(*bytes);
  return true;
}

// Writes the buffer of a view and gives its number; nothing when it is something else.
std::optional<uint32_t> CloneOfJson::view_buffer(const Json& json, size_t depth) {
  const Json* id = json.is_object() ? member(json, "$ref") : nullptr;
  uint32_t number = next_;
  if (id != nullptr && id->is_number_unsigned()) {
    const auto found = numbers_.find(id->get<uint64_t>());
    if (found == numbers_.end()) return std::nullopt;
    number = found->second;
  }
  if (!value(json, depth + 1) || !buffers_.contains(number)) return std::nullopt;
  return number;
}

bool CloneOfJson::view(const Json& content, size_t depth) {
  if (!content.is_object()) return false;
  const Json* kind = member(content, "kind");
  const Json* buffer = member(content, "buffer");
  const Json* offset = member(content, "offset");
  const Json* length = member(content, "length");
  if (kind == nullptr || !kind->is_string() || buffer == nullptr || offset == nullptr ||
      !is_index(*offset, UINT32_MAX) || length == nullptr || !is_index(*length, UINT32_MAX)) {
    return false;
  }
  const auto named = std::ranges::find(view_names, kind->get_ref<const std::string&>());
  if (named == view_names.end()) return false;
  const auto index = static_cast<size_t>(named - view_names.begin());
  const auto from = offset->get<uint64_t>();
  const auto bytes = length->get<uint64_t>();
  const uint32_t view_number = begin(ValueTag::view);
  out_.byte(static_cast<uint8_t>(index));
  out_.varint(from);
  out_.varint(bytes);
  const auto number = view_buffer(*buffer, depth);
  if (!number || from + bytes > buffers_[*number]) return false;
  const uint32_t element = view_element_bytes[index];
  if (from % element != 0 || bytes % element != 0) return false;
  unmade_[view_number] = false;
  return true;
}

bool CloneOfJson::platform(const Json& content, size_t depth) {
  if (!is_pair(content)) return false;
  const uint32_t number = begin(ValueTag::platform);
  if (!put_text(content[0]) || !value(content[1], depth + 1)) return false;
  unmade_[number] = false;
  return true;
}

}  // namespace skep::control
