// Prints a reading in one of the two formats: what the tools that read metrics are tried on.
#include <cstdio>
#include <string_view>

#include "tests/unit/daemon/sample_reading.h"

int main(int argc, char** argv) {
  const bool open = argc > 1 && std::string_view(argv[1]) == "open";
  const std::string text =
      skep::metrics_text(skep::sample_reading(), open ? skep::MetricsFormat::open_metrics
                                                      : skep::MetricsFormat::prometheus);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}
