// escape-cell, escape-cell-open, escape-cell-without: skep-cell with hostile programs instead of an
// engine.
//
//   --no-namespaces   first makes the machine refuse user namespaces, as containers do
//   --without=LAYERS  goes without these layers: escape-cell-without only

#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <sched.h>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <unistd.h>

#include "confine/identity.h"
#include "missing_layer.h"
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
    constexpr std::string_view without = "--without=";
    for (const std::string_view argument : std::span(arguments, static_cast<size_t>(count))) {
      if (argument == "--no-namespaces") refuse_namespaces();
      if (argument.starts_with(without) &&
          !skep::escape::go_without(argument.substr(without.size()))) {
        throw std::runtime_error("cannot go without that");
      }
    }
    skep::run_zygote(skep::Fd(3));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "escape-cell: %s\n", error.what());
    return 70;
  }
}
