#include "proto/json_builder.h"

#include <algorithm>

#include <fmt/format.h>

namespace skep::control {
namespace {

// Null unless two members have one key.
const std::string* twin(const Json::object_t& object) {
  std::vector<const std::string*> keys;
  keys.reserve(object.size());
  for (const auto& member : object) keys.push_back(&member.first);
  std::sort(keys.begin(), keys.end(), [](auto a, auto b) { return *a < *b; });
  const auto found =
      std::adjacent_find(keys.begin(), keys.end(), [](auto a, auto b) { return *a == *b; });
  return found == keys.end() ? nullptr : *found;
}

}  // namespace

Json& JsonBuilder::put(Json given) {
  if (open_.empty()) return value = std::move(given);
  Json& container = *open_.back();
  if (container.is_array()) {
    auto& array = container.get_ref<Json::array_t&>();
    return array.emplace_back(std::move(given));
  }
  auto& object = container.get_ref<Json::object_t&>();
  return object.emplace_back(std::move(key_), std::move(given)).second;
}

bool JsonBuilder::add(Json given) {
  put(std::move(given));
  return true;
}

bool JsonBuilder::open(Json container) {
  open_.push_back(&put(std::move(container)));
  return true;
}

bool JsonBuilder::key(string_t& given) {
  key_ = std::move(given);
  return true;
}

bool JsonBuilder::end_object() {
  const std::string* both = twin(open_.back()->get_ref<const Json::object_t&>());
  open_.pop_back();
  if (both == nullptr) return true;
  problem = fmt::format("The line holds an object with the key \"{}\" twice.", *both);
  return false;
}

bool JsonBuilder::end_array() {
  open_.pop_back();
  return true;
}

bool JsonBuilder::parse_error(size_t position, const std::string&,
                              const nlohmann::detail::exception& error) {
  constexpr int number_out_of_range = 406;
  problem =
      error.id == number_out_of_range
          ? "The line holds a number that is out of range."
          : fmt::format("The line is not one JSON value in UTF-8: it breaks at byte {}.", position);
  return false;
}

}  // namespace skep::control
