#include "sandbox/warm_up.h"

#include <cstdlib>
#include <malloc.h>
#include <string>
#include <sys/time.h>
#include <time.h>

namespace skep {

void strip_environment() {
  const char* zone = std::getenv("TZ");
  // A copy: clearenv() may free what `zone` points to.
  const std::string kept = zone != nullptr ? zone : ":/etc/localtime";
  ::clearenv();
  ::setenv("TZ", kept.c_str(), 1);
}

void load_clocks() {
  ::tzset();
  timespec now;
  ::clock_gettime(CLOCK_REALTIME, &now);
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  timeval day;
  ::gettimeofday(&day, nullptr);
  tm parts = {};
  ::gmtime_r(&now.tv_sec, &parts);
  ::localtime_r(&now.tv_sec, &parts);
  [[maybe_unused]] const time_t back = ::mktime(&parts);
  char text[64];
  [[maybe_unused]] const size_t length = ::strftime(text, sizeof text, "%c %Z", &parts);
}

void settle_c_heap() {
  constexpr size_t kept = 64 * 1024;
  // Grows the heap's end by at least as much as is to be kept there; a volatile pointer, so that
  // the pair is not optimized away.
  void* volatile room = std::malloc(2 * kept - 4096);
  std::free(room);
  ::malloc_trim(kept);
}

}  // namespace skep
