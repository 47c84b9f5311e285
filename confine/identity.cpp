#include "confine/identity.h"

#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "confine/capabilities.h"

namespace skep {

Result<> drop_root() {
  uid_t real, effective, saved;
  if (::getresuid(&real, &effective, &saved) != 0) return last_error();
  if (real != 0 && effective != 0 && saved != 0) return {};

  // Needs CAP_SETPCAP, so before the user changes. Containers may have taken it away already; the
  // bounding set matters only to what execs, and no_new_privs forbids gaining anything there.
  [[maybe_unused]] const bool dropped = drop_bounding_set().has_value();
  if (::setgroups(0, nullptr) != 0) return last_error();
  if (::setresgid(nobody_id, nobody_id, nobody_id) != 0) return last_error();
  if (::setresuid(nobody_id, nobody_id, nobody_id) != 0) return last_error();
  if (::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) return last_error();
  // What cannot be undone is what counts: the way back must be shut.
  if (::setresuid(0, 0, 0) == 0) return errno_error(EPERM);
  return {};
}

}  // namespace skep
