// A structured clone of any bytes, as the supervisor turns it into JSON: it is refused, or what was
// made of it is bounded, goes back into a clone, and comes out of that the same. Any JSON becomes a
// clone that can be read, or is refused.
#include <cstdlib>

#include "proto/clone_json.h"

namespace skep::control {
namespace {

std::optional<JsonValue> read(std::string_view clone, ValueForm form) {
  std::string problem;
  auto value = json_of_clone(std::as_bytes(std::span(clone)), form, problem);
  if (value.has_value() == !problem.empty()) std::abort();
  return value;
}

void check_clone(std::string_view clone) {
  if (const auto plain = read(clone, ValueForm::plain)) {
    std::string problem;
    if (!clone_of_json(plain->data, ValueForm::plain, problem)) std::abort();
  }
  const auto tagged = read(clone, ValueForm::tagged);
  if (!tagged) return;
  std::string problem;
  const auto again = clone_of_json(tagged->data, ValueForm::tagged, problem);
  if (!again) std::abort();
  const auto second = read(*again, ValueForm::tagged);
  // The numbers of objects differ when buffers were transferred.
  const bool transferred = clone[1] != 0;
  if (!second || (!transferred && second->data != tagged->data)) std::abort();
}

void check_json(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return;
  for (const ValueForm form : {ValueForm::plain, ValueForm::tagged}) {
    std::string problem;
    const auto clone = clone_of_json(json, form, problem);
    if (clone.has_value() == !problem.empty()) std::abort();
  }
}

}  // namespace
}  // namespace skep::control

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(input), size);
  skep::control::check_clone(bytes);
  skep::control::check_json(bytes);
  return 0;
}
