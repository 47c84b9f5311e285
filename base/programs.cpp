#include "base/programs.h"

#include <limits.h>
#include <unistd.h>

namespace skep {

Result<std::string> find_program_file(const std::string& name) {
  char self[PATH_MAX];
  const ssize_t length = ::readlink("/proc/self/exe", self, sizeof self);
  if (length > 0 && length < static_cast<ssize_t>(sizeof self)) {
    std::string path(self, static_cast<size_t>(length));
    path.resize(path.rfind('/') + 1);
    path += name;
    if (::access(path.c_str(), R_OK) == 0) return path;
  }
  std::string installed = std::string(SKEP_LIBEXEC_DIR) + "/" + name;
  if (::access(installed.c_str(), R_OK) != 0) return last_error();
  return installed;
}

}  // namespace skep
