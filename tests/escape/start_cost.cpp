// From the request for a worker to the first instruction of its engine, all layers on.
//
//   start-cost [--no-namespaces]   the whole of it
//   start-cost --layers            what each layer has in it: the time without it, taken in turn
//   with the
//                                  time of all
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "ipc/futex.h"
#include "zygote_process.h"

namespace {

using skep::escape::ZygoteProcess;

constexpr size_t rounds = 300;

double microseconds_of_one(ZygoteProcess& zygote) {
  skep::escape::Worker worker = zygote.spawn();
  skep::RecordHeader header;
  std::string payload;
  while (!skep::escape::read_record(worker, header, payload)) {
  }
  uint64_t started_ns = 0;
  std::memcpy(&started_ns, payload.data(), sizeof started_ns);
  ZygoteProcess::start(worker, "end_with_status", 0);
  zygote.wait_for_end(worker);
  return static_cast<double>(started_ns - worker.asked_ns) / 1000;
}

double median(std::vector<double> costs) {
  std::sort(costs.begin(), costs.end());
  return costs[costs.size() / 2];
}

// A zygote, and how long it took to be ready.
struct Started {
  std::unique_ptr<ZygoteProcess> zygote;
  double ready_us;
};

Started start(const std::string& layers_missing) {
  const uint64_t begin = skep::monotonic_ns();
  auto zygote =
      std::make_unique<ZygoteProcess>("escape-cell-timed", ("--without=" + layers_missing).c_str());
  return {std::move(zygote), static_cast<double>(skep::monotonic_ns() - begin) / 1000};
}

double ready_us(const std::string& layers_missing) {
  constexpr int starts = 21;
  std::vector<double> costs;
  for (int i = 0; i < starts; ++i) costs.push_back(start(layers_missing).ready_us);
  return median(costs);
}

void print_layers() {
  // Those that a worker puts on, and those that it only lives with.
  constexpr const char* names[] = {
      "seccomp",
      "landlock",
      "close-descriptors",
      "rlimit-nofile,rlimit-nproc,rlimit-core,rlimit-fsize,rlimit-memlock,rlimit-stack,"
      "rlimit-sigpending,rlimit-msgqueue,rlimit-as,rlimit-data",
      "excess-unmapped",
      "mdwe",
      "undumpable",
      "seed",
      "pid-namespace",
      "user-namespace",
      "seccomp,landlock,close-descriptors,rlimit-nofile,rlimit-nproc,rlimit-core,rlimit-fsize,"
      "rlimit-memlock,rlimit-stack,rlimit-sigpending,rlimit-msgqueue,rlimit-as,rlimit-data,"
      "excess-unmapped,mdwe,undumpable,seed,user-namespace"};
  const double all_ready = ready_us("");
  std::printf("%10s %10s %12s   layers missing\n", "worker us", "less by", "zygote us");
  for (const char* name : names) {
    const Started all = start("");
    const Started without = start(name);
    std::vector<double> with_it;
    std::vector<double> without_it;
    for (size_t i = 0; i < rounds; ++i) {
      with_it.push_back(microseconds_of_one(*all.zygote));
      without_it.push_back(microseconds_of_one(*without.zygote));
    }
    std::printf("%10.1f %10.1f %12.0f   %s\n", median(without_it),
                median(with_it) - median(without_it), ready_us(name), name);
  }
  std::printf("%35.0f   none\n", all_ready);
}

}  // namespace

int main(int count, char** arguments) {
  if (count > 1 && std::string_view(arguments[1]) == "--layers") {
    print_layers();
    return 0;
  }
  const uint64_t begin = skep::monotonic_ns();
  ZygoteProcess zygote("escape-cell", count > 1 ? arguments[1] : nullptr);
  const auto ready_us = static_cast<double>(skep::monotonic_ns() - begin) / 1000;
  std::vector<double> costs;
  for (size_t i = 0; i < rounds; ++i) costs.push_back(microseconds_of_one(zygote));
  std::sort(costs.begin(), costs.end());
  std::printf(
      "zygote ready %.0f us, layers %#x; worker locked down: median %.1f us, best %.1f, "
      "95%% %.1f\n",
      ready_us, zygote.layers(), costs[rounds / 2], costs[0], costs[rounds * 95 / 100]);
}
