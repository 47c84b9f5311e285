// Where the supervisor takes a worker's `skep.call(name, …)` to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "proto/ids.h"

namespace skep {

// How a call of a host function went.
struct HostResult {
  enum class Status : uint8_t { value = 0, thrown = 1, refused = 2 };
  Status status = Status::refused;
  std::span<const std::byte> clone;  // of the value, or of what was thrown
  std::string_view name;             // refused: of a DOMException
  std::string_view message;
};

class HostCalls {
 public:
  virtual ~HostCalls() = default;
  // Exactly one Supervisor::answer_host_call(worker, call, …) follows, unless the worker is
  // forgotten first. `arguments` is the structured clone of an array, hostile, and lives only
  // during the call. It may answer from inside.
  virtual void call(WorkerId worker, uint32_t call, std::string_view function,
                    std::span<const std::byte> arguments) = 0;
  // The worker is gone or going: nobody waits for its answers any more.
  virtual void forget(WorkerId worker) = 0;
};

}  // namespace skep
