// From the request for a worker to the first instruction of its engine, all layers on.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

#include "ipc/futex.h"
#include "zygote_process.h"

namespace {

constexpr size_t rounds = 300;

double microseconds_of_one(skep::escape::ZygoteProcess& zygote) {
  skep::escape::Worker worker = zygote.spawn();
  skep::RecordHeader header;
  std::string payload;
  while (!skep::escape::read_record(worker, header, payload)) {
  }
  uint64_t started_ns = 0;
  std::memcpy(&started_ns, payload.data(), sizeof started_ns);
  skep::escape::ZygoteProcess::start(worker, "end_with_status", 0);
  zygote.wait_for_end(worker);
  return static_cast<double>(started_ns - worker.asked_ns) / 1000;
}

}  // namespace

int main(int count, char** arguments) {
  const uint64_t begin = skep::monotonic_ns();
  skep::escape::ZygoteProcess zygote("escape-cell", count > 1 ? arguments[1] : nullptr);
  const auto ready_us = static_cast<double>(skep::monotonic_ns() - begin) / 1000;
  std::vector<double> costs;
  for (size_t i = 0; i < rounds; ++i) costs.push_back(microseconds_of_one(zygote));
  std::sort(costs.begin(), costs.end());
  std::printf(
      "zygote ready %.0f us, layers %#x; worker locked down: median %.1f us, best %.1f, "
      "95%% %.1f\n",
      ready_us, zygote.layers(), costs[rounds / 2], costs[0], costs[rounds * 95 / 100]);
}
