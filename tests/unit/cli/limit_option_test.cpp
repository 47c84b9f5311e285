#include "cli/limit_option.h"

#include <doctest/doctest.h>

namespace skep::cli {
namespace {

WorkerLimits with(std::string_view option) {
  WorkerLimits limits;
  apply_limit(option, limits);
  return limits;
}

std::string complaint(std::string_view option) {
  try {
    with(option);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST_CASE("sizes take units of 1024") {
  CHECK(with("memory=64M").memory_bytes == 64u << 20);
  CHECK(with("memory=64MiB").memory_bytes == 64u << 20);
  CHECK(with("memory=1.5m").memory_bytes == 3u << 19);
  CHECK(with("memory=2G").memory_bytes == uint64_t{2} << 30);
  CHECK(with("queue=65536").queue_bytes == 65536);
  CHECK(with("queue=512K").queue_bytes == 512u << 10);
}

TEST_CASE("times need a unit, zero needs none") {
  CHECK(with("cpu=2s").cpu_ms == 2000);
  CHECK(with("cpu=1.5s").cpu_ms == 1500);
  CHECK(with("wall=250ms").wall_ms == 250);
  CHECK(with("wall=5m").wall_ms == 300'000);
  CHECK(with("wall=1h").wall_ms == 3'600'000);
  CHECK(with("cpu=0").cpu_ms == 0);
  CHECK(with("grace=0").terminate_grace_cpu_ms == 0);
  CHECK(complaint("cpu=2") ==
        "--limit cpu=2: \"2\" is not a time with its unit, for example 500ms, 2s, 5m or 1h.");
}

TEST_CASE("counts are whole numbers") {
  CHECK(with("children=3").children == 3);
  CHECK(with("depth=1").depth == 1);
  CHECK(complaint("children=1.5") == "--limit children=1.5: \"1.5\" is not a whole number.");
  CHECK(complaint("children=3K") == "--limit children=3K: \"3K\" is not a whole number.");
}

TEST_CASE("a limit sets itself and nothing else") {
  const WorkerLimits defaults;
  const WorkerLimits changed = with("memory=2M");
  for (const control::Limit& limit : control::limits()) {
    if (limit.key != "memory") CHECK(limit.get(changed) == limit.get(defaults));
  }
}

TEST_CASE("mistakes are named exactly") {
  CHECK(complaint("memory") == "--limit memory: write KEY=VALUE, for example --limit memory=64M.");
  CHECK(complaint("memory=64X") ==
        "--limit memory=64X: \"64X\" is not a size, for example 512K, 64M or 1G.");
  CHECK(complaint("memory=") ==
        "--limit memory=: \"\" is not a size, for example 512K, 64M or 1G.");
  CHECK(complaint("memory=0") == "--limit memory=0: memory must be from 1 MiB to 16 GiB.");
  CHECK(complaint("mem=1M").find("Did you mean \"memory\"?") != std::string::npos);
  CHECK(complaint("cup=1s").find("Did you mean \"cpu\"?") != std::string::npos);
  CHECK(complaint("zzzzzz=1").find("The limits are: memory, cpu,") != std::string::npos);
  for (const char* bad : {"memory=-1", "memory=nan", "memory=inf", "memory=1e3M", "memory=0x10",
                          "memory= 1M", "memory=1 M", "memory=99999999999999999999G",
                          "memory=1M,cpu=1s", "cpu=-1s", "depth=0", "depth=4294967297"}) {
    CAPTURE(bad);
    CHECK(complaint(bad) != "none");
  }
}

TEST_CASE("the defaults are inside their own bounds") {
  const WorkerLimits defaults;
  for (const control::Limit& limit : control::limits()) {
    const uint64_t value = limit.get(defaults);
    CAPTURE(limit.name);
    CHECK(((value == 0 && limit.may_be_none) || (value >= limit.least && value <= limit.most)));
  }
}

}  // namespace
}  // namespace skep::cli
