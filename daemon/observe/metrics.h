// What operators watch: counts what happened, and reads the rest where it is already known.
//
// One reading is the source of everything that is shown: the metrics (metric_families.h) and the
// method `stats` (daemon/control/stats.h) cannot disagree. Counting costs nothing per message; a
// reading costs a walk over the workers. No number here belongs to a single worker.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <prometheus/client_metric.h>
#include <prometheus/histogram.h>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/events.h"
#include "daemon/observe/counters.h"
#include "daemon/observe/process_use.h"

namespace skep {

inline constexpr size_t console_level_count = 5;
inline constexpr size_t error_kind_count = 5;

// What a LimitEvent of an end may name; any other name counts as the last one. Limits that end
// nobody are in Counters::soft_limits.
inline constexpr std::array<std::string_view, 12> limit_names = {
    "memory_bytes", "cpu_ms",       "task_ms",      "wall_ms",       "stall_ms", "children",
    "depth",        "tree_workers", "source_bytes", "loading_bytes", "tenant",   "other"};

// What came by as events.
struct EventCounts {
  uint64_t started = 0;
  std::array<uint64_t, end_reason_count> ended{};             // by EndReason
  std::array<uint64_t, console_level_count> console_lines{};  // by ConsoleLevel
  uint64_t console_bytes = 0;
  uint64_t console_lost = 0;
  std::array<uint64_t, error_kind_count> errors{};    // by ErrorReport::Kind
  std::array<uint64_t, limit_names.size()> limits{};  // by limit_names
  uint64_t worker_cpu_us = 0;                         // of workers that are gone
};

// Everything at one moment.
struct Reading {
  Counters counters;
  ControlCounters control;
  Census census;
  EventCounts events;
  ProcessUse process;
  uint64_t start_unix_ms = 0;  // of this daemon
  uint64_t uptime_ms = 0;
  prometheus::ClientMetric::Histogram spawn_seconds;
  prometheus::ClientMetric::Histogram kill_seconds;
};

class Metrics final : public EventSink {
 public:
  // Where the numbers are that others keep; each is asked for every reading, and may be missing.
  struct Probes {
    std::function<Counters()> counters;
    std::function<ControlCounters()> control;
    std::function<Census()> census;
  };

  Metrics();

  // The supervisor needs its event sink before it exists, so the probes come later.
  void set_probes(Probes probes) { probes_ = std::move(probes); }

  void publish(const Event& event) override;

  Reading read() const;

 private:
  Probes probes_;
  EventCounts events_;
  prometheus::Histogram spawn_seconds_;
  prometheus::Histogram kill_seconds_;
  uint64_t start_unix_ms_ = 0;
  uint64_t start_ns_ = 0;
};

// A reading in one of the two text formats that a Prometheus server reads.
enum class MetricsFormat { open_metrics, prometheus };
std::string_view content_type(MetricsFormat format);
std::string metrics_text(const Reading& reading, MetricsFormat format);

}  // namespace skep
