#include "daemon/observe/metrics.h"

#include <algorithm>
#include <prometheus/text_serializer.h>
#include <sstream>

#include "daemon/observe/metric_families.h"
#include "daemon/observe/open_metrics.h"
#include "daemon/unix_time.h"
#include "ipc/futex.h"

namespace skep {
namespace {

// Bounds in seconds. Around what each usually takes, a millisecond, and far enough up to show a
// machine in trouble.
const prometheus::Histogram::BucketBoundaries latency_bounds = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0};

constexpr double seconds_per_ns = 1e-9;

}  // namespace

Metrics::Metrics()
    : spawn_seconds_(latency_bounds),
      kill_seconds_(latency_bounds),
      start_unix_ms_(unix_time_ms()),
      start_ns_(monotonic_ns()) {}

void Metrics::publish(const Event& event) {
  if (const auto* started = std::get_if<StartedEvent>(&event)) {
    ++events_.started;
    spawn_seconds_.Observe(static_cast<double>(started->start_ns) * seconds_per_ns);
  } else if (const auto* exit = std::get_if<ExitEvent>(&event)) {
    ++events_.ended[static_cast<size_t>(exit->reason)];
    events_.worker_cpu_us += exit->cpu_us;
    if (exit->kill_ns != 0) {
      kill_seconds_.Observe(static_cast<double>(exit->kill_ns) * seconds_per_ns);
    }
  } else if (const auto* console = std::get_if<ConsoleEvent>(&event)) {
    ++events_.console_lines[static_cast<size_t>(console->level)];
    events_.console_bytes += console->text.size();
  } else if (const auto* lost = std::get_if<ConsoleLostEvent>(&event)) {
    events_.console_lost += lost->lines;
  } else if (const auto* error = std::get_if<ErrorEvent>(&event)) {
    ++events_.errors[static_cast<size_t>(error->report.kind)];
  } else if (const auto* limit = std::get_if<LimitEvent>(&event); limit != nullptr && limit->ends) {
    const auto* const found = std::find(limit_names.begin(), limit_names.end() - 1, limit->limit);
    ++events_.limits[static_cast<size_t>(found - limit_names.begin())];
  }
}

Reading Metrics::read() const {
  Reading reading;
  if (probes_.counters) reading.counters = probes_.counters();
  if (probes_.control) reading.control = probes_.control();
  if (probes_.census) reading.census = probes_.census();
  reading.events = events_;
  reading.process = own_use();
  reading.start_unix_ms = start_unix_ms_;
  reading.uptime_ms = (monotonic_ns() - start_ns_) / 1'000'000;
  reading.spawn_seconds = spawn_seconds_.Collect().histogram;
  reading.kill_seconds = kill_seconds_.Collect().histogram;
  return reading;
}

std::string_view content_type(MetricsFormat format) {
  return format == MetricsFormat::open_metrics
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

std::string metrics_text(const Reading& reading, MetricsFormat format) {
  const std::vector<prometheus::MetricFamily> families = metric_families(reading);
  if (format == MetricsFormat::open_metrics) return open_metrics_text(families);
  std::ostringstream text;
  prometheus::TextSerializer().Serialize(text, families);
  return text.str();
}

}  // namespace skep
