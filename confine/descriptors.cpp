#include "confine/descriptors.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace skep {
namespace {

Result<> close_from_to(unsigned first, unsigned last) {
  if (::syscall(SYS_close_range, first, last, 0u) != 0) return last_error();
  return {};
}

}  // namespace

Result<> keep_only(std::span<const int> descriptors, bool standard_too) {
  constexpr int first = 3;
  const int count = static_cast<int>(descriptors.size());
  if (count == 1 && descriptors[0] != first) {
    // The worker's case, in one call.
    if (::dup2(descriptors[0], first) != first) return last_error();
  } else if (count > 1) {
    // Out of the way first, so that no move overwrites one that has yet to be moved.
    constexpr size_t most = 8;
    if (descriptors.size() > most) return errno_error(EINVAL);
    int away[most];
    for (int i = 0; i < count; ++i) {
      away[i] = ::fcntl(descriptors[static_cast<size_t>(i)], F_DUPFD, first + count);
      if (away[i] < 0) return last_error();
    }
    for (int i = 0; i < count; ++i) {
      if (::dup2(away[i], first + i) < 0) return last_error();
    }
  }
  TRY_VOID(close_from_to(static_cast<unsigned>(first + count), ~0u));
  if (standard_too) TRY_VOID(close_from_to(0, 2));
  return {};
}

}  // namespace skep
