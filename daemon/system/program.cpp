#include "daemon/system/program.h"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>

#include "base/packet_socket.h"
#include "base/programs.h"

namespace skep {
namespace {

std::vector<std::string> bare_environment() {
  std::vector<std::string> kept;
  for (const char* name : {"TZ", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) kept.push_back(std::string(name) + "=" + value);
  }
  return kept;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  for (std::string& string : strings) out.push_back(string.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Result<Program> start_program(const std::string& name, const std::vector<std::string>& arguments) {
  TRY(std::string path, find_program_file(name));
  TRY(auto ends, make_packet_pair());
  std::vector<std::string> words = {name};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = bare_environment();

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  // dup2 onto itself clears close-on-exec too, should the number be 3 already.
  ::posix_spawn_file_actions_adddup2(&actions, ends.second.get(), 3);
  Program program;
  const int failed = ::posix_spawn(&program.pid, path.c_str(), &actions, nullptr,
                                   pointers(words).data(), pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return errno_error(failed);

  TRY(Fd pidfd, adopt_fd(static_cast<int>(::syscall(SYS_pidfd_open, program.pid, 0))));
  program.pidfd = std::move(pidfd);
  if (::fcntl(ends.first.get(), F_SETFL, O_NONBLOCK) != 0) return last_error();
  program.socket = std::move(ends.first);
  return program;
}

}  // namespace skep
