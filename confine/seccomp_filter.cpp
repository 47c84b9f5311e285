#include "confine/seccomp_filter.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <memory>
#include <sys/syscall.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/memfd.h"
#include "confine/sanitizer_allowances.h"

namespace skep {
namespace {

struct Release {
  void operator()(void* context) const { ::seccomp_release(context); }
};
using Context = std::unique_ptr<void, Release>;

// libseccomp answers 0 or a negative errno.
Result<> checked(int answer) {
  if (answer < 0) return errno_error(-answer);
  return {};
}

Result<> allow(const Context& context, const AllowedCall& call) {
  std::vector<scmp_arg_cmp> comparisons;
  for (const ArgumentIs& condition : call.conditions) {
    comparisons.push_back({condition.index, SCMP_CMP_MASKED_EQ, condition.mask, condition.value});
  }
  return checked(::seccomp_rule_add_array(context.get(), SCMP_ACT_ALLOW, call.number,
                                          static_cast<unsigned>(comparisons.size()),
                                          comparisons.data()));
}

Result<std::vector<sock_filter>> exported(const Context& context) {
  TRY(const Fd file, make_memfd("filter", 0));
  TRY_VOID(checked(::seccomp_export_bpf(context.get(), file.get())));
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  if (size <= 0 || size % static_cast<off_t>(sizeof(sock_filter)) != 0) return bad_message();
  std::vector<sock_filter> program(static_cast<size_t>(size) / sizeof(sock_filter));
  if (program.size() > BPF_MAXINSNS) return errno_error(E2BIG);
  if (::pread(file.get(), program.data(), static_cast<size_t>(size), 0) != size) {
    return bad_message();
  }
  return program;
}

}  // namespace

SeccompFilter::SeccompFilter(std::vector<sock_filter> program) : program_(std::move(program)) {}
SeccompFilter::SeccompFilter(SeccompFilter&&) noexcept = default;
SeccompFilter& SeccompFilter::operator=(SeccompFilter&&) noexcept = default;
SeccompFilter::~SeccompFilter() = default;

Result<SeccompFilter> SeccompFilter::build(std::span<const AllowedCall> allowed) {
  const Context context(::seccomp_init(SCMP_ACT_KILL_PROCESS));
  if (!context) return errno_error(ENOMEM);
  // A fresh context knows the native architecture only; its filter treats x32 numbers as foreign.
  TRY_VOID(
      checked(::seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS)));
  for (const AllowedCall& call : allowed) TRY_VOID(allow(context, call));
  for (const int number : sanitizer_allowances::calls) TRY_VOID(allow(context, {number}));
  TRY(std::vector<sock_filter> program, exported(context));
  return SeccompFilter(std::move(program));
}

Result<> SeccompFilter::install() const {
  sock_fprog program = {};
  program.len = static_cast<unsigned short>(program_.size());
  program.filter = const_cast<sock_filter*>(program_.data());
  if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0u, &program) != 0) return last_error();
  return {};
}

}  // namespace skep
