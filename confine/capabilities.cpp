#include "confine/capabilities.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace skep {

Result<> drop_bounding_set() {
  // The kernel may know more capabilities than the header this was built with: ask until EINVAL.
  for (unsigned long capability = 0;; ++capability) {
    const int present = ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
    if (present < 0) return {};
    if (present == 0) continue;
    if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) return last_error();
  }
}

Result<> drop_capabilities() {
  if (auto result = drop_bounding_set(); !result && result.error() != errno_error(EPERM)) {
    return result;
  }
  // Kernels without ambient capabilities (EINVAL) have none to clear.
  if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 && errno != EINVAL) {
    return last_error();
  }
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
  if (::syscall(SYS_capset, &header, none) != 0) return last_error();
  __user_cap_data_struct now[_LINUX_CAPABILITY_U32S_3] = {};
  if (::syscall(SYS_capget, &header, now) != 0) return last_error();
  for (const auto& set : now) {
    if ((set.effective | set.permitted | set.inheritable) != 0) return errno_error(EPERM);
  }
  return {};
}

}  // namespace skep
