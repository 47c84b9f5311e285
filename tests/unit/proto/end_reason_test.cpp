#include "proto/end_reason.h"

#include <set>

#include <doctest/doctest.h>

namespace skep {
namespace {

TEST_CASE("every reason has a name of its own") {
  std::set<std::string_view> names;
  for (size_t i = 0; i < end_reason_count; ++i) {
    const std::string_view found = name(static_cast<EndReason>(i));
    CHECK_FALSE(found.empty());
    names.insert(found);
  }
  CHECK(names.size() == end_reason_count);
}

TEST_CASE("the reasons are called what the documents call them") {
  CHECK(name(EndReason::closed) == "closed");
  CHECK(name(EndReason::finished) == "finished");
  CHECK(name(EndReason::terminated) == "terminated");
  CHECK(name(EndReason::parent_gone) == "parent-gone");
  CHECK(name(EndReason::script_error) == "script-error");
  CHECK(name(EndReason::load_error) == "load-error");
  CHECK(name(EndReason::out_of_memory) == "out-of-memory");
  CHECK(name(EndReason::cpu_limit) == "cpu-limit");
  CHECK(name(EndReason::task_limit) == "task-limit");
  CHECK(name(EndReason::wall_limit) == "wall-limit");
  CHECK(name(EndReason::unresponsive) == "unresponsive");
  CHECK(name(EndReason::quota) == "quota");
  CHECK(name(EndReason::protocol_violation) == "protocol-violation");
  CHECK(name(EndReason::crashed) == "crashed");
  CHECK(name(EndReason::seccomp) == "seccomp");
  CHECK(name(EndReason::start_failed) == "start-failed");
}

}  // namespace
}  // namespace skep
