// What arrived from the supervisor and was not handled yet: whole messages, in order of completion,
// in the worker's own memory.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "ipc/worker_end.h"
#include "proto/record.h"
#include "sandbox/arriving.h"

namespace skep {

struct Arrival {
  DownType type = DownType::message;
  PortHandle channel = inside_port;
  std::string bytes;
  std::vector<BulkBlock> bulk = {};  // of a structured clone that begins in `bytes`

  size_t size() const;
};

class Inbox {
 public:
  Inbox(WorkerEnd& end, Arena& arena) : end_(&end), arena_(&arena) {}

  // Moves what the down ring holds now into this worker's memory, where it counts against its
  // limit. Runs no script. Ends the process if the records make no sense: they come from the
  // supervisor only.
  void take_arrived();

  // Little enough waits here to take in more. While a script is slow, what was posted to it stays
  // in the ring and in the supervisor's bounded queue, where it holds back whoever posts too much,
  // instead of filling this worker's heap.
  bool wants_more() const { return waiting_bytes_ < most_waiting; }

  // Everything but modules and answers to importScripts, in order.
  std::optional<Arrival> next();
  bool empty() const { return waiting_.empty(); }
  // The next module that was asked for: ahead of all else, as the worker may wait for it.
  std::optional<Arrival> next_module();
  // The next answer to importScripts.
  std::optional<Arrival> next_imported();
  // The script called close(): what waits is not handled any more.
  void discard();

  // Whether the answer to a `port_withdraw` has arrived; takes it.
  bool take_withdrawn(PortHandle port);
  // Takes the messages that wait for a port that nothing is sent to any more, in order, and forgets
  // what else waits for it.
  std::vector<Arrival> take_for(PortHandle port);
  // The answer to a `blob_find`, which one waits for at a time.
  bool has_found_blob() const { return found_blob_.has_value(); }
  std::string_view found_blob() const { return *found_blob_; }
  void take_found_blob() { found_blob_.reset(); }
  // Takes the ports of messages that were begun and will never be whole: the worker has them.
  std::vector<PortHandle> take_orphans() { return std::exchange(orphans_, {}); }

 private:
  static constexpr size_t most_waiting = 64 * 1024;
  using Key = std::tuple<uint8_t, uint32_t, uint32_t>;
  void take(const RecordHeader& header, std::span<const std::byte> payload);
  void put(const RecordHeader& header, std::string bytes, std::vector<BulkBlock> bulk = {});
  void forget_unfinished(const Key& key);

  WorkerEnd* end_;
  Arena* arena_;
  std::deque<Arrival> waiting_;
  size_t waiting_bytes_ = 0;
  std::deque<Arrival> imported_;
  std::vector<PortHandle> withdrawn_;
  std::optional<std::string> found_blob_;
  std::vector<PortHandle> orphans_;
  std::deque<Arrival> modules_;
  // By type, channel and message id: the supervisor counts its own messages apart from those that
  // it passes on, so that only with their type the ids are different.
  std::map<Key, Arriving> unfinished_;
};

}  // namespace skep
