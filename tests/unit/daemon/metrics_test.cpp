#include "daemon/observe/metrics.h"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "daemon/observe/metric_families.h"
#include "daemon/observe/open_metrics.h"
#include "tests/unit/daemon/sample_reading.h"

namespace skep {
namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("events are counted by what they say") {
  const Reading reading = sample_reading();
  CHECK(reading.events.started == 1);
  CHECK(reading.events.ended[static_cast<size_t>(EndReason::out_of_memory)] == 1);
  CHECK(reading.events.ended[static_cast<size_t>(EndReason::closed)] == 1);
  CHECK(reading.events.console_lines[static_cast<size_t>(ConsoleLevel::warn)] == 1);
  CHECK(reading.events.console_bytes == 5);
  CHECK(reading.events.console_lost == 17);
  CHECK(reading.events.errors[static_cast<size_t>(ErrorReport::Kind::parse)] == 1);
  CHECK(reading.events.worker_cpu_us == 5'000'000);
}

TEST_CASE("only a worker that was killed counts in the latency of the kill") {
  const Reading reading = sample_reading();
  CHECK(reading.kill_seconds.sample_count == 1);
  CHECK(reading.kill_seconds.sample_sum == doctest::Approx(0.0003));
  CHECK(reading.spawn_seconds.sample_count == 1);
  CHECK(reading.spawn_seconds.sample_sum == doctest::Approx(0.0015));
}

TEST_CASE("a reading without probes is all zero but for the process itself") {
  const Reading reading = Metrics().read();
  CHECK(reading.counters.messages == 0);
  CHECK(reading.census.trees == 0);
  CHECK(reading.process.resident_bytes > 1'000'000);
  CHECK(reading.process.open_descriptors >= 3);
  CHECK(reading.process.most_descriptors >= reading.process.open_descriptors);
}

TEST_CASE("OpenMetrics text has the numbers under their names") {
  const std::string text = metrics_text(sample_reading(), MetricsFormat::open_metrics);
  CHECK(has_line(text, "# TYPE skep_messages counter"));
  CHECK(has_line(text, "skep_messages_total 102"));
  CHECK(has_line(text, "# UNIT skep_message_bytes bytes"));
  CHECK(has_line(text, "skep_message_bytes_total 103"));
  CHECK(has_line(text, "skep_workers{state=\"running\"} 3"));
  CHECK(has_line(text, "skep_workers_ended_total{reason=\"out-of-memory\"} 1"));
  CHECK(has_line(text, "skep_limit_hits_total{limit=\"memory_bytes\"} 1"));
  CHECK(has_line(text, "skep_limit_hits_total{limit=\"other\"} 1"));
  CHECK(has_line(text, "skep_limit_hits_total{limit=\"queue_bytes\"} 96"));
  CHECK(has_line(text, "skep_limit_hits_total{limit=\"source_bytes\"} 3"));
  CHECK(has_line(text, "skep_console_lines_lost_total 17"));
  CHECK(has_line(text, "skep_worker_wakeups_total 407"));
  CHECK(has_line(text, "skep_compile_seconds_total 1.5"));
  CHECK(has_line(text, "skep_console_lines_total{level=\"warn\"} 1"));
  CHECK(has_line(text, "skep_spawn_latency_seconds_bucket{le=\"0.001\"} 0"));
  CHECK(has_line(text, "skep_spawn_latency_seconds_bucket{le=\"0.002\"} 1"));
  CHECK(has_line(text, "skep_spawn_latency_seconds_bucket{le=\"1.0\"} 1"));
  CHECK(has_line(text, "skep_spawn_latency_seconds_bucket{le=\"+Inf\"} 1"));
  CHECK(has_line(text, "skep_spawn_latency_seconds_count 1"));
  CHECK(has_line(text, "skep_clients 201"));
  CHECK(text.ends_with("\n# EOF\n"));
}

TEST_CASE("no family comes twice, and every one has a help text") {
  std::set<std::string> names;
  for (const prometheus::MetricFamily& family : metric_families(sample_reading())) {
    CAPTURE(family.name);
    CHECK(names.insert(family.name).second);
    CHECK(!family.help.empty());
    CHECK(!family.metric.empty());
  }
}

TEST_CASE("each tenant of the configuration has numbers of its own") {
  Reading reading = sample_reading();
  reading.census.tenants = {{"acme", 7, 1024, 96, 2'500'000}, {"other", 0, 0, 0, 0}};
  const std::string text = metrics_text(reading, MetricsFormat::open_metrics);
  CHECK(has_line(text, "skep_tenant_workers{tenant=\"acme\"} 7"));
  CHECK(has_line(text, "skep_tenant_workers{tenant=\"other\"} 0"));
  CHECK(has_line(text, "skep_tenant_memory_limits_bytes{tenant=\"acme\"} 1024"));
  CHECK(has_line(text, "skep_tenant_queue_bytes{tenant=\"acme\"} 96"));
  CHECK(has_line(text, "skep_tenant_cpu_seconds_total{tenant=\"acme\"} 2.5"));
}

TEST_CASE("the number of series does not depend on what happened") {
  const auto series = [](const Reading& reading) {
    const std::string text = metrics_text(reading, MetricsFormat::open_metrics);
    return std::count(text.begin(), text.end(), '\n');
  };
  CHECK(series(Reading{}) == series(Reading{}));
  Metrics quiet;
  CHECK(series(quiet.read()) == series(sample_reading()));
}

TEST_CASE("label values and help texts are escaped") {
  prometheus::MetricFamily family{"odd", "a\\b\nc\"d", prometheus::MetricType::Gauge, {}};
  prometheus::ClientMetric metric;
  metric.label = {{"label", "x\"y\\z\nw"}};
  metric.gauge.value = 0.25;
  family.metric.push_back(metric);
  CHECK(open_metrics_text({family}) ==
        "# TYPE odd gauge\n"
        "# HELP odd a\\\\b\\nc\\\"d\n"
        "odd{label=\"x\\\"y\\\\z\\nw\"} 0.25\n"
        "# EOF\n");
}

TEST_CASE("the older Prometheus text says the same") {
  const std::string text = metrics_text(sample_reading(), MetricsFormat::prometheus);
  CHECK(has_line(text, "# TYPE skep_messages_total counter"));
  CHECK(has_line(text, "skep_messages_total 102"));
  CHECK(text.find("# EOF") == std::string::npos);
}

}  // namespace
}  // namespace skep
