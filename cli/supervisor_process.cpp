#include "cli/supervisor_process.h"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/programs.h"

namespace skep::cli {
namespace {

constexpr int control_fd = 3;
constexpr int patience_ms = 6000;  // a little more than the supervisor's own

// After fork: only what is safe there. The arguments were made before.
[[noreturn]] void become_supervisor(const char* program, char* const* arguments, int socket,
                                    pid_t parent, const sigset_t& mask) {
  // The parent may have died before the request to die with it was made.
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != parent) ::_exit(127);
  ::setsid();
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0 || ::dup2(null, STDIN_FILENO) < 0 || ::dup2(null, STDOUT_FILENO) < 0) ::_exit(127);
  // dup2 to itself would leave close-on-exec set.
  const int cleared =
      socket == control_fd ? ::fcntl(socket, F_SETFD, 0) : ::dup2(socket, control_fd);
  if (cleared < 0) ::_exit(127);
  ::syscall(SYS_close_range, control_fd + 1, ~0u, 0);
  ::signal(SIGPIPE, SIG_DFL);
  ::sigprocmask(SIG_SETMASK, &mask, nullptr);
  ::execv(program, arguments);
  ::_exit(127);
}

}  // namespace

std::string cache_directory() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  // The specification: a relative path is to be ignored.
  if (cache != nullptr && cache[0] == '/') return std::string(cache) + "/skep";
  const char* home = std::getenv("HOME");
  if (home != nullptr && home[0] == '/') return std::string(home) + "/.cache/skep";
  return {};
}

Result<SupervisorProcess> SupervisorProcess::start(const sigset_t& mask,
                                                   const std::vector<std::string>& options) {
  TRY(const std::string program, find_program_file("skepd"));
  std::vector<std::string> words = {"skepd", "--private", "--control-fd",
                                    std::to_string(control_fd)};
  if (std::string cache = cache_directory(); !cache.empty()) {
    words.push_back("--cache-dir");
    words.push_back(std::move(cache));
  }
  words.insert(words.end(), options.begin(), options.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return last_error();
  Fd ours(ends[0]);
  const Fd theirs(ends[1]);
  if (::fcntl(ours.get(), F_SETFL, O_NONBLOCK) != 0) return last_error();
  const pid_t self = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return last_error();
  if (pid == 0) become_supervisor(program.c_str(), arguments.data(), theirs.get(), self, mask);
  return SupervisorProcess(pid, std::move(ours));
}

SupervisorProcess::~SupervisorProcess() {
  if (pid_ < 0) return;
  kill();
  wait();
}

void SupervisorProcess::kill() const {
  // Not reaped yet, so the number is still its own.
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

int SupervisorProcess::wait() {
  if (pid_ < 0) return 0;
  const Fd process(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  pollfd ended = {process.get(), POLLIN, 0};
  if (!process || ::poll(&ended, 1, patience_ms) == 0) kill();
  int status = 0;
  pid_t reaped;
  do {
    reaped = ::waitpid(pid_, &status, 0);
  } while (reaped < 0 && errno == EINTR);
  pid_ = -1;
  return status;
}

std::string show_wait_status(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("was killed by signal {} ({})", WTERMSIG(status),
                       ::strsignal(WTERMSIG(status)));
  }
  return fmt::format("exited with status {}", WEXITSTATUS(status));
}

}  // namespace skep::cli
