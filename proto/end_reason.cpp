#include "proto/end_reason.h"

namespace skep {

std::string_view name(EndReason reason) {
  static constexpr std::array<std::string_view, end_reason_count> names = {
      "closed",       "finished",      "terminated",         "parent-gone", "script-error",
      "load-error",   "out-of-memory", "cpu-limit",          "task-limit",  "wall-limit",
      "unresponsive", "quota",         "protocol-violation", "crashed",     "seccomp",
      "start-failed"};
  return names[static_cast<size_t>(reason)];
}

}  // namespace skep
