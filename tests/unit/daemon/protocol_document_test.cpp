// docs/protocol.md says what `describe` says: whoever changes one is reminded of the other.
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "daemon/control_events.h"
#include "daemon/control_methods.h"
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

// The part of the text under "### `title`".
std::string section(const std::string& text, std::string_view title) {
  const std::string heading = fmt::format("### `{}`\n", title);
  const size_t start = text.find(heading);
  if (start == std::string::npos) return {};
  const size_t end = text.find("\n#", start + heading.size());
  return text.substr(start, end - start);
}

void check_members(const std::string& text, std::string_view title,
                   std::span<const Field> members) {
  const std::string part = section(text, title);
  CAPTURE(title);
  CHECK(!part.empty());
  for (const Field& field : members) {
    CAPTURE(field.name);
    CHECK(has(part, fmt::format("`{}`", field.name)));
  }
}

TEST_CASE("the document names every method with its parameters and results") {
  const std::string text = document();
  for (const auto topic : {daemon_methods(), worker_methods()}) {
    for (const Method& method : topic) {
      check_members(text, method.name, method.params);
      check_members(text, method.name, method.result);
    }
  }
}

TEST_CASE("the document names every event with its members") {
  const std::string text = document();
  for (const EventShape& shape : event_shapes()) check_members(text, shape.type, shape.members);
}

TEST_CASE("the document names every error, limit, layer and reason") {
  const std::string text = document();
  using enum ErrorCode;
  for (const ErrorCode code :
       {parse_error, invalid_request, unknown_method, invalid_params, internal_error,
        no_such_worker, spawn_refused, shutting_down, line_too_long}) {
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
