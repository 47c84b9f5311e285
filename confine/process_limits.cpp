#include "confine/process_limits.h"

#include <charconv>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/fd.h"
#include "confine/sanitizer_allowances.h"

namespace skep {
namespace {

// A limit that is lower already stays: raising the hard one is not ours to do.
Result<> lower(__rlimit_resource kind, uint64_t soft, uint64_t hard) {
  rlimit now;
  if (::getrlimit(kind, &now) != 0) return last_error();
  rlimit wanted;
  wanted.rlim_max = hard < now.rlim_max ? hard : now.rlim_max;
  wanted.rlim_cur = soft < wanted.rlim_max ? soft : wanted.rlim_max;
  if (::setrlimit(kind, &wanted) != 0) return last_error();
  return {};
}

Result<> lower(__rlimit_resource kind, uint64_t value) {
  return lower(kind, value, value);
}

}  // namespace

Result<> apply_limits(const ProcessLimits& limits) {
  static_assert(ProcessLimits::unlimited == RLIM_INFINITY);
  TRY_VOID(lower(RLIMIT_NOFILE, limits.open_files));
  TRY_VOID(lower(RLIMIT_NPROC, limits.processes));
  TRY_VOID(lower(RLIMIT_CORE, limits.core_bytes));
  TRY_VOID(lower(RLIMIT_FSIZE, limits.file_bytes));
  TRY_VOID(lower(RLIMIT_MEMLOCK, limits.locked_bytes));
  TRY_VOID(lower(RLIMIT_SIGPENDING, limits.pending_signals));
  TRY_VOID(lower(RLIMIT_MSGQUEUE, limits.queue_bytes));
  TRY_VOID(lower(RLIMIT_NICE, 0));
  TRY_VOID(lower(RLIMIT_RTPRIO, 0));
  TRY_VOID(lower(RLIMIT_STACK, limits.stack_bytes));
  if (!sanitizer_allowances::needs_address_space) {
    TRY_VOID(lower(RLIMIT_AS, limits.address_bytes));
    TRY_VOID(lower(RLIMIT_DATA, limits.private_bytes));
  }
  if (limits.cpu_seconds != 0) {
    // At equal limits the kernel would send SIGKILL, which nobody can tell from another.
    TRY_VOID(lower(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1));
  }
  return {};
}

Result<uint64_t> mapped_address_bytes() {
  TRY(const Fd file, adopt_fd(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC)));
  char text[64];
  const ssize_t length = ::read(file.get(), text, sizeof text);
  if (length <= 0) return errno_error(ENODATA);
  uint64_t pages = 0;
  const auto parsed = std::from_chars(text, text + length, pages);
  if (parsed.ec != std::errc()) return bad_message();
  return pages * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace skep
