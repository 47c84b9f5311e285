// The latest console output of every worker, for `worker.logs`: the living ones and a number of
// those that are gone.
//
// Bounded four ways: bytes and lines of one worker, bytes over all, and how many workers that are
// gone are remembered. What has to go is always the oldest line of somebody, it is counted for that
// worker, and when all together have too much it is the one who keeps most who pays: a chatty
// worker cannot push out what a quiet one said. A worker that never wrote costs nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "daemon/events.h"

namespace skep {

struct LogLimits {
  size_t worker_bytes = 512u << 10;  // twice the longest line
  size_t worker_lines = 4096;
  size_t all_bytes = 32u << 20;
  size_t ended_workers = 1024;
};

struct LogEntry {
  uint64_t time_ms = 0;  // Unix time at which it arrived
  ConsoleLevel level = ConsoleLevel::log;
  std::string text;  // as the worker wrote it: nobody has checked that it is UTF-8
};

class LogStore final : public EventSink {
 public:
  using Clock = std::function<uint64_t()>;  // Unix time in milliseconds

  explicit LogStore(LogLimits limits = {});
  LogStore(LogLimits limits, Clock clock);

  // Takes in console, console-lost and exit events, and ignores all others.
  void publish(const Event& event) override;

  struct Answer {
    std::vector<LogEntry> entries;  // the oldest first
    // Lines of this worker that it wrote but that are not kept any more, or never were because of
    // its rate limit. What the question itself leaves out is not lost.
    uint64_t lost = 0;
  };

  // The last `lines` of those written at `since_ms` or later. Nothing if no line of this worker is
  // known: it never wrote, never was, or is forgotten.
  std::optional<Answer> query(WorkerId worker, std::optional<size_t> lines = {},
                              std::optional<uint64_t> since_ms = {}) const;

  // What all lines are charged with; never above LogLimits::all_bytes.
  size_t bytes() const { return bytes_; }

 private:
  struct Log {
    std::deque<LogEntry> entries;
    size_t bytes = 0;
    uint64_t lost = 0;
    bool ended = false;
  };

  void append(WorkerId worker, LogEntry entry);
  void drop_oldest(WorkerId worker, Log& log);
  void end(WorkerId worker);
  void forget(WorkerId worker);
  void resize(WorkerId worker, Log& log, size_t bytes);

  const LogLimits limits_;
  const Clock clock_;
  std::unordered_map<WorkerId, Log> logs_;
  std::set<std::pair<size_t, uint64_t>> by_size_;  // (bytes, worker) of each log that has any
  std::deque<WorkerId> ended_;                     // the one that ended first is forgotten first
  size_t bytes_ = 0;
};

}  // namespace skep
