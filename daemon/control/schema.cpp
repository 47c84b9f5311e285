#include "daemon/control/schema.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace skep::control {
namespace {

std::string expected(const Field& field) {
  switch (field.kind) {
    case Kind::boolean: return "true or false";
    case Kind::integer:
      return fmt::format("{}an integer from {} to {}", field.zero_too ? "0 or " : "", field.least,
                         field.most);
    case Kind::string:
      if (!field.one_of.empty()) return fmt::format("one of {}", fmt::join(field.one_of, ", "));
      return fmt::format("a string of at most {} bytes", field.most_bytes);
    case Kind::object: return "an object";
    case Kind::strings:
      return fmt::format("a list of strings of at most {} bytes", field.most_bytes);
    case Kind::objects: return "a list of objects";
    case Kind::integers: return "a list of integers";
    case Kind::any: return "any JSON value";
  }
  return {};
}

bool fits_string(const Json& value, const Field& field) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() > field.most_bytes) return false;
  return field.one_of.empty() || std::ranges::find(field.one_of, text) != field.one_of.end();
}

bool fits_integer(const Json& value, const Field& field) {
  // The parser keeps every integer that is not negative unsigned; one out of range became a double.
  if (!value.is_number_unsigned() && !(value.is_number_integer() && value.get<int64_t>() >= 0)) {
    return false;
  }
  const uint64_t number = value.get<uint64_t>();
  if (number == 0 && field.zero_too) return true;
  return number >= field.least && number <= field.most;
}

// Everything but the members of nested objects.
bool fits(const Json& value, const Field& field) {
  switch (field.kind) {
    case Kind::boolean: return value.is_boolean();
    case Kind::integer: return fits_integer(value, field);
    case Kind::string: return fits_string(value, field);
    case Kind::object: return value.is_object();
    case Kind::strings:
      return value.is_array() && std::ranges::all_of(value, [&field](const Json& item) {
               return fits_string(item, field);
             });
    case Kind::objects:
      return value.is_array() &&
             std::ranges::all_of(value, [](const Json& item) { return item.is_object(); });
    case Kind::integers:
      return value.is_array() && std::ranges::all_of(value, [&field](const Json& item) {
               return fits_integer(item, field);
             });
    case Kind::any: return true;
  }
  return false;
}

std::optional<Mismatch> check_members(const Json& value, std::span<const Field> members,
                                      const std::string& prefix);

std::optional<Mismatch> check_field(const Json& value, const Field& field,
                                    const std::string& path) {
  if (!fits(value, field)) {
    const std::string wanted = expected(field);
    return Mismatch{fmt::format("\"{}\" must be {}.", path, wanted), path, wanted};
  }
  if (field.kind == Kind::object) return check_members(value, field.members, path + ".");
  if (field.kind == Kind::objects) {
    size_t index = 0;
    for (const Json& item : value) {
      const std::string item_path = fmt::format("{}[{}].", path, index++);
      if (auto mismatch = check_members(item, field.members, item_path)) return mismatch;
    }
  }
  return std::nullopt;
}

std::optional<Mismatch> check_members(const Json& value, std::span<const Field> members,
                                      const std::string& prefix) {
  for (const auto& [key, member] : value.items()) {
    const auto field = std::ranges::find(members, key, &Field::name);
    if (field == members.end()) {
      std::vector<std::string_view> names;
      for (const Field& known : members) names.push_back(known.name);
      std::string wanted = names.empty() ? std::string("no members")
                                         : fmt::format("only {}", fmt::join(names, ", "));
      return Mismatch{
          fmt::format("\"{}{}\" is not known here; there may be {}.", prefix, key, wanted),
          prefix + key, std::move(wanted)};
    }
    if (auto mismatch = check_field(member, *field, prefix + key)) return mismatch;
  }
  for (const Field& field : members) {
    if (field.presence == Presence::optional || value.contains(std::string(field.name))) continue;
    const std::string path = prefix + std::string(field.name);
    const std::string wanted = expected(field);
    return Mismatch{fmt::format("\"{}\" is missing; it must be {}.", path, wanted), path, wanted};
  }
  return std::nullopt;
}

Json string_schema(const Field& field) {
  Json schema = {{"type", "string"}};
  if (!field.one_of.empty()) schema["enum"] = field.one_of;
  return schema;
}

Json field_schema(const Field& field) {
  Json schema;
  switch (field.kind) {
    case Kind::boolean: schema["type"] = "boolean"; break;
    case Kind::integer:
      schema["type"] = "integer";
      schema["minimum"] = field.zero_too ? 0 : field.least;
      schema["maximum"] = field.most;
      break;
    case Kind::string: schema = string_schema(field); break;
    case Kind::object: schema = to_json_schema(field.members); break;
    case Kind::strings:
      schema["type"] = "array";
      schema["items"] = string_schema(field);
      break;
    case Kind::objects:
      schema["type"] = "array";
      schema["items"] = to_json_schema(field.members);
      break;
    case Kind::integers:
      schema["type"] = "array";
      schema["items"] = {{"type", "integer"}};
      break;
    case Kind::any: break;  // a schema without a type fits anything
  }
  schema["description"] = field.meaning;
  return schema;
}

}  // namespace

std::optional<Mismatch> check(const Json& value, std::span<const Field> members) {
  if (!value.is_object()) return Mismatch{"\"params\" must be an object.", "", "an object"};
  return check_members(value, members, "");
}

Json to_json_schema(std::span<const Field> members) {
  Json schema = {{"type", "object"}};
  Json properties = Json::object();
  Json required = Json::array();
  for (const Field& field : members) {
    properties[std::string(field.name)] = field_schema(field);
    if (field.presence == Presence::required) required.push_back(field.name);
  }
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

}  // namespace skep::control
