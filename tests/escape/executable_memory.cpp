// Making code out of bytes.
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "confine/process_flags.h"
#include "confine/process_limits.h"
#include "confine/sanitizer_allowances.h"
#include "escape.h"

namespace skep::escape {
namespace {

constexpr size_t page = 4096;

#ifndef SKEP_SANITIZER_BUILD
char* a_writable_page(Inside& inside) {
  auto* block = static_cast<char*>(inside.arena.allocate(3 * page));
  return block + (page - reinterpret_cast<uintptr_t>(block) % page);
}
#endif

}  // namespace

#ifndef SKEP_SANITIZER_BUILD
ESCAPE(make_page_executable, "a worker cannot make its memory executable", first_line,
       killed_by(SIGSYS)) {
  ::mprotect(a_writable_page(inside), page, PROT_READ | PROT_EXEC);
}

ESCAPE(map_executable, "a worker cannot map executable memory", first_line, killed_by(SIGSYS)) {
  ::mmap(nullptr, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

ESCAPE(map_shared_memory, "a worker cannot map shared memory", first_line, killed_by(SIGSYS)) {
  ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

ESCAPE(map_over_code, "a worker cannot map over its own code", first_line, killed_by(SIGSYS)) {
  ::mmap(a_writable_page(inside), page, PROT_READ | PROT_WRITE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

ESCAPE(executable_behind_the_filter, "without the filter, memory still does not become executable",
       second_line, refused()) {
  if (!executable_memory_can_be_forbidden()) return;
  inside.require_refused(::mprotect(a_writable_page(inside), page, PROT_READ | PROT_EXEC), EACCES,
                         "mprotect to executable");
  inside.require(::mmap(nullptr, page, PROT_READ | PROT_WRITE | PROT_EXEC,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED,
                 "mapped writable and executable memory");
}

ESCAPE(memory_bomb, "without the filter, no more memory can be mapped", second_line, refused()) {
  inside.require(::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                        0) == MAP_FAILED &&
                     errno == ENOMEM,
                 "mapped private memory");
  inside.require_refused(::brk(static_cast<char*>(::sbrk(0)) + page), ENOMEM, "brk");
  // Shared memory is no data; the address space bounds it, and leaves room for the stack only.
  size_t total = 0;
  while (::mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) !=
         MAP_FAILED) {
    total += 1 << 20;
    inside.require(total <= ProcessLimits{}.stack_bytes + (size_t{2} << 20),
                   "mapped more than the stack may have");
  }
}

ESCAPE(beyond_the_limit, "memory beyond the worker's limit is not mapped at all", first_line,
       killed_by(SIGSEGV)) {
  // The zygote reserved gigabytes. The limit of these workers is 16 MiB.
  volatile char* place = static_cast<char*>(inside.arena.allocate(16));
  for (size_t offset = 0; offset < (size_t{64} << 20); offset += page) place[offset] = 1;
}
#endif

ESCAPE(within_the_limit, "all of the worker's limit can be used", first_line, refused()) {
  constexpr size_t size = 15u << 20;
  auto* place = static_cast<volatile char*>(inside.arena.allocate(size));
  inside.require(place != nullptr, "refused");
  for (size_t offset = 0; offset < size; offset += page) place[offset] = 1;
  inside.require(inside.arena.allocate(2 << 20) == nullptr, "went beyond the limit");
  inside.require(inside.arena.exhausted(), "does not say so");
}

}  // namespace skep::escape
