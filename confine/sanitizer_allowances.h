// What AddressSanitizer's and ThreadSanitizer's own code needs inside a sandbox. Nothing in any
// other build: this file is the only place where a sanitizer widens the confinement.
#pragma once

#include <span>
#include <sys/syscall.h>

namespace skep::sanitizer_allowances {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SKEP_SANITIZER_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SKEP_SANITIZER_BUILD 1
#endif
#endif

#ifdef SKEP_SANITIZER_BUILD
// Shadow memory is terabytes of address space, and the allocator maps as it goes.
inline constexpr bool needs_address_space = true;
// Mapping and unmapping its heap, its locks, and writing a report before it ends the process.
inline constexpr int calls_array[] = {
    SYS_mmap,     SYS_munmap,      SYS_mprotect,       SYS_madvise,
    SYS_mremap,   SYS_brk,         SYS_sigaltstack,    SYS_getpid,
    SYS_gettid,   SYS_sched_yield, SYS_rt_sigprocmask, SYS_rt_sigaction,
    SYS_readlink, SYS_prctl,       SYS_exit,           SYS_sched_getaffinity,
    SYS_write,    SYS_futex,       SYS_getrlimit,      SYS_prlimit64,
};
inline constexpr std::span<const int> calls = calls_array;
#else
inline constexpr bool needs_address_space = false;
inline constexpr std::span<const int> calls;
#endif

}  // namespace skep::sanitizer_allowances
