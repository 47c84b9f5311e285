#include "compiler/compile_filter.h"

#include <asm/ioctls.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>

namespace skep {

Result<SeccompFilter> build_compile_filter() {
  // An allocator needs to read and write what it maps, or to reserve it; nobody needs to run it.
  constexpr uint64_t not_executable = ArgumentIs::as_int & ~uint64_t{PROT_READ | PROT_WRITE};
  const AllowedCall allowed[] = {
      {SYS_write, {{0, frame_descriptor}}},
      {SYS_exit_group},
      {SYS_mmap,
       {{2, 0, not_executable}, {3, MAP_PRIVATE | MAP_ANONYMOUS, MAP_TYPE | MAP_ANONYMOUS}}},
      {SYS_munmap},
      {SYS_mremap},
      {SYS_mprotect, {{2, 0, not_executable}}},
      {SYS_madvise},
      {SYS_brk},
      {SYS_futex, {{1, FUTEX_WAKE_PRIVATE}}},
      {SYS_futex, {{1, FUTEX_WAIT_PRIVATE}}},
      {SYS_futex, {{1, FUTEX_WAIT_BITSET_PRIVATE}}},
      // swc asks whether its error text goes to a terminal, and where it is; both fail.
      {SYS_ioctl, {{1, TCGETS}}},
      {SYS_getcwd},
      {SYS_restart_syscall},
  };
  return SeccompFilter::build(allowed);
}

}  // namespace skep
