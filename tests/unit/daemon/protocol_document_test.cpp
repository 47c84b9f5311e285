// docs/protocol.md says what the protocol does: whoever changes one is reminded of the other. Its
// tables of methods and events are checked by tools/protocol-document.
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "proto/control.h"
#include "proto/control_limits.h"
#include "proto/exit_status.h"

namespace skep::control {
namespace {

std::string document() {
  std::ifstream in(SKEP_PROTOCOL_DOCUMENT);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the document names every error, limit, layer and reason") {
  const std::string text = document();
  for (const ErrorCode code : error_codes()) {
    CHECK(has(text, fmt::format("| {} | `{}` |", static_cast<int>(code), name(code))));
  }
  for (const Limit& limit : limits()) {
    CHECK(has(text, fmt::format("| `{}` | `{}` |", limit.name, limit.key)));
  }
  for (const LayerName& layer : layer_names) CHECK(has(text, fmt::format("`{}`", layer.name)));
  for (size_t i = 0; i < end_reason_count; ++i) {
    const auto reason = static_cast<EndReason>(i);
    CAPTURE(skep::name(reason));
    CHECK(has(text, fmt::format("| `{}` | {} |", skep::name(reason),
                                static_cast<int>(exit_status(reason)))));
  }
}

}  // namespace
}  // namespace skep::control
