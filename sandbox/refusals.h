// What this worker refused its script because of a limit. The supervisor is told, so that somebody
// outside can see it: of the first refusal at once, of all others after the task.
#pragma once

#include <cstdint>

#include "proto/soft_limit.h"

namespace skep {

class Outbox;

class Refusals {
 public:
  // One more. `outbox` is null in the zygote, which refuses nothing.
  void note(SoftLimit limit, Outbox* outbox);

  // Between tasks.
  void tell(Outbox& outbox);

 private:
  void send(size_t index, Outbox& outbox);

  std::array<uint32_t, soft_limit_count> untold_{};
  std::array<bool, soft_limit_count> known_{};
  bool any_untold_ = false;
};

}  // namespace skep
