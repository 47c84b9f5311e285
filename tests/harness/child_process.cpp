#include "tests/harness/child_process.h"

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "base/programs.h"
#include "tests/harness/failure.h"
#include "tests/harness/processes.h"

namespace skep::harness {
namespace {

struct Pipe {
  Fd reading;
  Fd writing;
};

Pipe make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Failure("cannot make a pipe");
  return {Fd(ends[0]), Fd(ends[1])};
}

// In the child: what cannot be done ends it with the shell's "cannot run" status.
[[noreturn]] void become(const StartOptions& options, int out, int err) {
  // A test that dies takes what it started along.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGSEGV, SIGABRT, SIGFPE, SIGILL}) {
    std::signal(number, SIG_DFL);
  }
  const int null = ::open("/dev/null", O_RDONLY);
  bool ready = ::dup2(null, 0) == 0 && ::dup2(out, 1) == 1 && ::dup2(err, 2) == 2;
  if (options.descriptor_3 == 3) {
    ready = ready && ::fcntl(3, F_SETFD, 0) == 0;
  } else if (options.descriptor_3 >= 0) {
    ready = ready && ::dup2(options.descriptor_3, 3) == 3;
  }
  if (!options.directory.empty()) ready = ready && ::chdir(options.directory.c_str()) == 0;
  for (const std::string& variable : options.environment) {
    ::putenv(const_cast<char*>(variable.c_str()));
  }
  for (const auto& prepare : options.preparations) ready = ready && prepare() == 0;
  std::vector<char*> arguments;
  for (const std::string& argument : options.arguments) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  if (ready) ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const StartOptions& options) {
  become_subreaper();
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  pid_ = ::fork();
  if (pid_ == 0) become(options, out.writing.get(), err.writing.get());
  if (pid_ < 0) throw Failure("cannot fork");
  out_ = std::move(out.reading);
  err_ = std::move(err.reading);
  pidfd_ = Fd(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  if (!pidfd_) throw Failure("pidfd_open failed");
}

ChildProcess::~ChildProcess() {
  if (!reaped_) kill_and_reap(pid_);
}

void ChildProcess::signal(int number) const {
  if (!reaped_) ::kill(pid_, number);
}

int ChildProcess::reap() {
  if (reaped_) return wait_status_;
  while (::waitpid(pid_, &wait_status_, 0) < 0 && errno == EINTR) {
  }
  reaped_ = true;
  return wait_status_;
}

std::string program(const std::string& name) {
  Result<std::string> path = find_program_file(name);
  if (!path) throw Failure("the program " + name + " is not beside the test; build it first");
  return *path;
}

}  // namespace skep::harness
