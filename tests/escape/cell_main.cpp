// escape-cell and escape-cell-open: skep-cell with hostile programs instead of an engine.
//
//   --no-namespaces   first makes the machine refuse user namespaces, as containers do

#include <cstdio>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <sched.h>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <unistd.h>

#include "confine/identity.h"
#include "sandbox/zygote.h"

namespace {

void write_file(const char* path, const std::string& text) {
  const skep::Fd file(::open(path, O_WRONLY | O_CLOEXEC));
  if (!file || ::write(file.get(), text.data(), text.size()) < 0) throw std::runtime_error(path);
}

void refuse_namespaces() {
  if (!skep::drop_root()) throw std::runtime_error("drop_root");
  const std::string uid = std::to_string(::getuid());
  if (::unshare(CLONE_NEWUSER) != 0) throw std::runtime_error("unshare");
  write_file("/proc/self/uid_map", uid + " " + uid + " 1");
  write_file("/proc/sys/user/max_user_namespaces", "0");
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count > 1 && std::strcmp(arguments[1], "--no-namespaces") == 0) refuse_namespaces();
    skep::run_zygote(skep::Fd(3));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "escape-cell: %s\n", error.what());
    return 70;
  }
}
