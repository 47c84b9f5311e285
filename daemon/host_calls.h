// The seam to whoever answers the host functions that workers call: the control sessions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "proto/ids.h"

namespace skep {

class HostCalls {
 public:
  virtual ~HostCalls() = default;

  // A worker calls skep.call(function, …). `arguments` is the structured clone of an array, and
  // hostile; it and `function` live only during the call. Each call is answered once, now or later,
  // by Supervisor::answer_host_call(), unless forget() comes first.
  virtual void call(WorkerId worker, uint32_t call, std::string_view function,
                    std::span<const std::byte> arguments) = 0;

  // The worker is gone and had calls that were not answered: nobody waits for them any more.
  virtual void forget(WorkerId worker) = 0;
};

}  // namespace skep
