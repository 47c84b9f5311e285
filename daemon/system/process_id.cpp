#include "daemon/system/process_id.h"

#include <cstdio>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace skep {
namespace {

// linux/pidfd.h of 6.13, which Debian 12 does not have. The kernel says in `mask` what it filled
// in.
struct PidfdInfo {
  uint64_t mask;
  uint64_t cgroup_id;
  uint32_t pid;
  uint32_t other[11];
};
static_assert(sizeof(PidfdInfo) == 64);
constexpr unsigned long pidfd_get_info = _IOWR(0xFF, 11, PidfdInfo);
constexpr uint64_t info_pid = 1;

}  // namespace

Result<int> process_id(const Fd& pidfd) {
  PidfdInfo info = {};
  info.mask = info_pid;
  if (::ioctl(pidfd.get(), pidfd_get_info, &info) == 0 && (info.mask & info_pid) != 0) {
    return static_cast<int>(info.pid);
  }
  // Older kernels: the descriptor's own page in /proc has a line "Pid:".
  char path[64];
  std::snprintf(path, sizeof path, "/proc/self/fdinfo/%d", pidfd.get());
  std::FILE* file = std::fopen(path, "re");
  if (file == nullptr) return last_error();
  char line[256];
  int pid = -1;
  while (std::fgets(line, sizeof line, file) != nullptr) {
    if (std::sscanf(line, "Pid: %d", &pid) == 1) break;
  }
  std::fclose(file);
  if (pid <= 0) return errno_error(ESRCH);
  return pid;
}

void signal_process(const Fd& pidfd, int signal) {
  if (pidfd) ::syscall(SYS_pidfd_send_signal, pidfd.get(), signal, nullptr, 0);
}

Result<uint64_t> cpu_time_ns(int pid) {
  clockid_t clock;
  if (const int failed = ::clock_getcpuclockid(pid, &clock); failed != 0) {
    return errno_error(failed);
  }
  timespec used;
  if (::clock_gettime(clock, &used) != 0) return last_error();
  return static_cast<uint64_t>(used.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(used.tv_nsec);
}

Result<uint64_t> resident_bytes(int pid) {
  char path[32];
  std::snprintf(path, sizeof path, "/proc/%d/statm", pid);
  TRY(const Fd file, adopt_fd(::open(path, O_RDONLY | O_CLOEXEC)));
  char text[128];
  const ssize_t count = ::read(file.get(), text, sizeof text - 1);
  if (count <= 0) return last_error();
  text[count] = '\0';
  // Total and resident pages come first.
  unsigned long resident;
  if (std::sscanf(text, "%*u %lu", &resident) != 1) return errno_error(EPROTO);
  return resident * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace skep
