#include "daemon/observe/process_use.h"

#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>

#include "base/fd.h"

namespace skep {
namespace {

uint64_t microseconds(const timeval& time) {
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000 + static_cast<uint64_t>(time.tv_usec);
}

void read_memory(ProcessUse& use) {
  const Fd file(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
  if (!file) return;
  char text[128];
  const ssize_t length = ::read(file.get(), text, sizeof text - 1);
  if (length <= 0) return;
  text[length] = '\0';
  unsigned long long total = 0;
  unsigned long long resident = 0;
  if (std::sscanf(text, "%llu %llu", &total, &resident) != 2) return;
  const auto page = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  use.virtual_bytes = total * page;
  use.resident_bytes = resident * page;
}

uint64_t count_descriptors() {
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir("/proc/self/fd"), ::closedir);
  if (!directory) return 0;
  uint64_t count = 0;
  while (const dirent* entry = ::readdir(directory.get())) {
    if (entry->d_name[0] != '.') ++count;
  }
  return count - 1;  // the directory's own
}

}  // namespace

ProcessUse own_use() {
  ProcessUse use;
  read_memory(use);
  use.open_descriptors = count_descriptors();
  rlimit limit;
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) use.most_descriptors = limit.rlim_cur;
  rusage usage;
  if (::getrusage(RUSAGE_SELF, &usage) == 0) {
    use.cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
  }
  return use;
}

}  // namespace skep
