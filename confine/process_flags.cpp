#include "confine/process_flags.h"

#include <signal.h>
#include <sys/prctl.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#define PR_MDWE_REFUSE_EXEC_GAIN 1UL
#define PR_GET_MDWE 66
#endif

namespace skep {
namespace {

Result<> switch_on(int option, unsigned long value) {
  if (::prctl(option, value, 0UL, 0UL, 0UL) != 0) return last_error();
  return {};
}

Result<> disable_speculation(unsigned long kind) {
  const int state = ::prctl(PR_GET_SPECULATION_CTRL, kind, 0UL, 0UL, 0UL);
  // Unknown, not controllable, not affected, or off already: nothing this process could do.
  if (state < 0 || (state & PR_SPEC_PRCTL) == 0) return {};
  if ((state & PR_SPEC_FORCE_DISABLE) != 0) return {};
  if (::prctl(PR_SET_SPECULATION_CTRL, kind, PR_SPEC_FORCE_DISABLE, 0UL, 0UL) != 0) {
    return last_error();
  }
  return {};
}

}  // namespace

Result<> set_no_new_privs() {
  return switch_on(PR_SET_NO_NEW_PRIVS, 1);
}

Result<> make_undumpable() {
  return switch_on(PR_SET_DUMPABLE, 0);
}

Result<> die_with_parent() {
  return switch_on(PR_SET_PDEATHSIG, SIGKILL);
}

bool executable_memory_can_be_forbidden() {
  return ::prctl(PR_GET_MDWE, 0UL, 0UL, 0UL, 0UL) >= 0;
}

Result<> forbid_executable_memory() {
  return switch_on(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN);
}

Result<> restrict_speculation() {
  TRY_VOID(disable_speculation(PR_SPEC_STORE_BYPASS));
  return disable_speculation(PR_SPEC_INDIRECT_BRANCH);
}

}  // namespace skep
