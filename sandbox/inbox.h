// What arrived from the supervisor and was not handled yet: whole messages, in order of completion,
// in the worker's own memory.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "ipc/worker_end.h"
#include "proto/record.h"

namespace skep {

struct Arrival {
  DownType type = DownType::message;
  PortHandle channel = inside_port;
  std::string bytes;
};

class Inbox {
 public:
  explicit Inbox(WorkerEnd& end) : end_(&end) {}

  // Moves what the down ring holds now into this worker's memory, where it counts against its
  // limit. Runs no script. Ends the process if the records make no sense: they come from the
  // supervisor only.
  void take_arrived();

  // Little enough waits here to take in more. While a script is slow, what was posted to it stays
  // in the ring and in the supervisor's bounded queue, where it holds back whoever posts too much,
  // instead of filling this worker's heap.
  bool wants_more() const { return waiting_bytes_ < ring_capacity; }

  // Everything but answers to importScripts, in order.
  std::optional<Arrival> next();
  bool empty() const { return waiting_.empty(); }
  // The next answer to importScripts.
  std::optional<Arrival> next_imported();
  // The script called close(): what waits is not handled any more.
  void discard();

 private:
  void put(const RecordHeader& header, std::string bytes);

  WorkerEnd* end_;
  std::deque<Arrival> waiting_;
  size_t waiting_bytes_ = 0;
  std::deque<Arrival> imported_;
  // By type, channel and message id: the supervisor counts its own messages apart from those that
  // it passes on, so that only with their type the ids are different.
  std::map<std::tuple<uint8_t, uint32_t, uint32_t>, std::string> unfinished_;
};

}  // namespace skep
