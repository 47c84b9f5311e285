#include "daemon/observe/open_metrics.h"

#include <cmath>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "base/check.h"

namespace skep {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

constexpr std::string_view total = "_total";
constexpr std::string_view units[] = {"seconds", "bytes"};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '\\' || c == '"') out += '\\';
      out += c;
    }
  }
  return out;
}

// Whole numbers without a fraction, all others as short as they can be read back.
std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value == std::floor(value) && std::fabs(value) < 1e15) return fmt::format("{:.0f}", value);
  return fmt::format("{}", value);
}

// A bound is a label: every writer must write it alike, so that series stay the same series.
std::string bound_text(double bound) {
  const std::string text = number_text(bound);
  const bool plain = text.find_first_not_of("0123456789-") == std::string::npos;
  return plain ? text + ".0" : text;
}

std::string labels_text(const std::vector<ClientMetric::Label>& labels, std::string_view bound) {
  std::string out;
  for (const ClientMetric::Label& label : labels) {
    if (!out.empty()) out += ',';
    out += fmt::format("{}=\"{}\"", label.name, escaped(label.value));
  }
  if (!bound.empty()) {
    if (!out.empty()) out += ',';
    out += fmt::format("le=\"{}\"", bound);
  }
  return out.empty() ? out : "{" + out + "}";
}

void write_histogram(std::string& out, std::string_view name, const ClientMetric& metric) {
  const auto to = std::back_inserter(out);
  bool infinite = false;
  for (const ClientMetric::Bucket& bucket : metric.histogram.bucket) {
    infinite = infinite || std::isinf(bucket.upper_bound);
    fmt::format_to(to, "{}_bucket{} {}\n", name,
                   labels_text(metric.label, bound_text(bucket.upper_bound)),
                   bucket.cumulative_count);
  }
  if (!infinite) {
    fmt::format_to(to, "{}_bucket{} {}\n", name, labels_text(metric.label, "+Inf"),
                   metric.histogram.sample_count);
  }
  const std::string labels = labels_text(metric.label, "");
  fmt::format_to(to, "{}_count{} {}\n", name, labels, metric.histogram.sample_count);
  fmt::format_to(to, "{}_sum{} {}\n", name, labels, number_text(metric.histogram.sample_sum));
}

std::string_view type_name(MetricType type) {
  if (type == MetricType::Counter) return "counter";
  if (type == MetricType::Gauge) return "gauge";
  SKEP_CHECK(type == MetricType::Histogram);
  return "histogram";
}

void write_family(std::string& out, const MetricFamily& family) {
  const auto to = std::back_inserter(out);
  std::string_view name = family.name;
  if (family.type == MetricType::Counter) {
    SKEP_CHECK(name.ends_with(total));
    name.remove_suffix(total.size());
  }
  fmt::format_to(to, "# TYPE {} {}\n", name, type_name(family.type));
  for (const std::string_view unit : units) {
    if (name.ends_with(fmt::format("_{}", unit))) {
      fmt::format_to(to, "# UNIT {} {}\n", name, unit);
    }
  }
  fmt::format_to(to, "# HELP {} {}\n", name, escaped(family.help));
  for (const ClientMetric& metric : family.metric) {
    if (family.type == MetricType::Histogram) {
      write_histogram(out, name, metric);
      continue;
    }
    const bool counter = family.type == MetricType::Counter;
    fmt::format_to(to, "{}{} {}\n", family.name, labels_text(metric.label, ""),
                   number_text(counter ? metric.counter.value : metric.gauge.value));
  }
}

}  // namespace

std::string open_metrics_text(const std::vector<MetricFamily>& families) {
  std::string out;
  for (const MetricFamily& family : families) write_family(out, family);
  out += "# EOF\n";
  return out;
}

}  // namespace skep
