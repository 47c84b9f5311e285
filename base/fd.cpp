#include "base/fd.h"

#include <fcntl.h>

namespace skep {

Result<Fd> Fd::duplicate() const {
  return adopt_fd(::fcntl(number_, F_DUPFD_CLOEXEC, 0));
}

}  // namespace skep
