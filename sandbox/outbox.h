// Sends whole messages of any size up to the supervisor.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "proto/record.h"
#include "sandbox/inbox.h"

namespace skep {

class Outbox {
 public:
  using Part = std::span<const std::byte>;

  Outbox(WorkerEnd& end, Inbox& inbox) : end_(&end), inbox_(&inbox) {}

  // Returns when the whole message is in the ring: its parts one behind the other, each copied
  // once. While the ring is full it sleeps, and keeps moving what arrives into `inbox`: two workers
  // that post to each other cannot wait for ever, and whoever floods runs out of memory alone. Runs
  // no script, so messages cannot interleave.
  void send(UpType type, PortHandle channel, std::span<const Part> parts);
  void send(UpType type, PortHandle channel, Part payload) {
    send(type, channel, std::span<const Part>(&payload, 1));
  }
  void send(UpType type, PortHandle channel = inside_port) { send(type, channel, Part()); }

 private:
  std::span<std::byte> wait_for_place(uint32_t length);

  WorkerEnd* end_;
  Inbox* inbox_;
  uint32_t next_id_ = 1;
};

}  // namespace skep
