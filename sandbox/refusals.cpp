#include "sandbox/refusals.h"

#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "sandbox/outbox.h"

namespace skep {

void Refusals::note(SoftLimit limit, Outbox* outbox) {
  const auto index = static_cast<size_t>(limit);
  ++untold_[index];
  any_untold_ = true;
  if (outbox != nullptr && !known_[index]) send(index, *outbox);
}

void Refusals::tell(Outbox& outbox) {
  if (!any_untold_) return;
  for (size_t i = 0; i < soft_limit_count; ++i) {
    if (untold_[i] != 0) send(i, outbox);
  }
  any_untold_ = false;
}

void Refusals::send(size_t index, Outbox& outbox) {
  known_[index] = true;
  const std::string bytes = encode(LimitMet{static_cast<uint8_t>(index), untold_[index]});
  untold_[index] = 0;
  outbox.send(UpType::limit_met, inside_port, as_bytes(bytes));
}

}  // namespace skep
