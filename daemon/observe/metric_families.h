// The metrics by name: one reading as Prometheus metric families.
//
// Names, units and labels follow Prometheus's conventions (base units, _total for what only grows);
// every label takes its values from a fixed set, so the number of series is fixed too.
#pragma once

#include <prometheus/metric_family.h>
#include <vector>

#include "daemon/observe/metrics.h"

namespace skep {

std::vector<prometheus::MetricFamily> metric_families(const Reading& reading);

}  // namespace skep
