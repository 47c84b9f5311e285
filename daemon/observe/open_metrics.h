// Metric families as OpenMetrics 1.0 text: what prometheus-cpp's own serializer does not write.
//
// Differs from the older Prometheus text in three things that a strict reader insists on: a counter
// family is named without the _total of its samples, units are declared, and the text ends with
// EOF.
#pragma once

#include <prometheus/metric_family.h>
#include <string>
#include <vector>

namespace skep {

// Counters (named …_total), gauges and histograms; SKEP_CHECK for any other kind.
std::string open_metrics_text(const std::vector<prometheus::MetricFamily>& families);

}  // namespace skep
