// What `top` shows: rates and orders made from the daemon's snapshots. Knows no terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "proto/control_json.h"

namespace skep::cli {

enum class SortKey : uint8_t { worker, memory, cpu, in, out, queue, name, age };

// "memory" …; nothing else than these in --sort.
inline constexpr std::string_view sort_keys = "worker memory cpu in out queue name age";
SortKey sort_key(std::string_view name);

struct TopRow {
  uint64_t worker = 0;
  uint64_t parent = 0;
  std::string name;
  std::string script;
  std::string state;
  uint64_t memory_bytes = 0;
  double cpu_percent = 0;
  double in_per_s = 0;
  double out_per_s = 0;
  uint64_t queued_bytes = 0;
  uint64_t cpu_ms = 0;
  uint64_t age_ms = 0;
  // Why the last worker ended that had this name and script; empty if none did since we look.
  std::string last_end;
};

struct TopTotals {
  uint64_t workers = 0;
  uint64_t memory_bytes = 0;
  double cpu_percent = 0;
  double in_per_s = 0;
  double out_per_s = 0;
  uint64_t queued_bytes = 0;
  uint64_t ended = 0;  // since we look
};

class TopModel {
 public:
  using Clock = std::chrono::steady_clock;

  // The workers of worker.list, as they were at `now`. Rates are over the time since the snapshot
  // before; a worker that is new has those of its life until now.
  void take_list(const control::Json& workers, Clock::time_point now);
  // From worker.inspect.
  void take_memory(uint64_t worker, uint64_t bytes);
  void take_exit(const control::Json& event);

  // The largest first; by name and by worker the smallest.
  std::vector<TopRow> rows(SortKey key, bool reversed) const;
  TopTotals totals() const;
  // "worker 7 rules: out-of-memory", the latest first; a few.
  const std::deque<std::string>& last_ends() const { return last_ends_; }

 private:
  struct Counts {
    uint64_t cpu_ms = 0;
    uint64_t in = 0;
    uint64_t out = 0;
  };

  std::map<uint64_t, TopRow> rows_;
  std::map<uint64_t, Counts> counts_;
  Clock::time_point taken_;
  std::map<std::string, std::string> end_of_;  // name and script → reason
  std::deque<std::string> last_ends_;
  uint64_t ended_ = 0;
};

}  // namespace skep::cli
