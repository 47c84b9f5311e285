// The system-call filter: a list of what is allowed; everything else kills the process.
//
// libseccomp turns the list into a program once (some 150 µs); each process only installs it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

struct sock_filter;

namespace skep {

// A condition on one argument. Compares (argument & mask) with the value: an `int` argument must be
// compared by its low 32 bits only, because that is all the kernel looks at, and all that is
// defined.
struct ArgumentIs {
  static constexpr uint64_t as_int = 0xffff'ffff;
  static constexpr uint64_t whole = ~uint64_t{0};

  unsigned index;
  uint64_t value;
  uint64_t mask = as_int;
};

// One way to make a call: all conditions hold. A call with two ways appears twice.
struct AllowedCall {
  int number;
  std::vector<ArgumentIs> conditions = {};
};

class SeccompFilter {
 public:
  // Everything but `allowed`, any foreign architecture's call, and x32: SIGSYS, the whole process.
  // In a sanitizer build also allows sanitizer_allowances::calls. Allocates. ENOMEM or EINVAL.
  static Result<SeccompFilter> build(std::span<const AllowedCall> allowed);

  // For this thread and all that it starts, for good. Needs no_new_privs. No step of the lock-down
  // can come after it.
  Result<> install() const;

  SeccompFilter(SeccompFilter&&) noexcept;
  SeccompFilter& operator=(SeccompFilter&&) noexcept;
  ~SeccompFilter();

 private:
  explicit SeccompFilter(std::vector<sock_filter> program);
  std::vector<sock_filter> program_;
};

}  // namespace skep
