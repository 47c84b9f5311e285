#include "tests/harness/command.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/failure.h"
#include "tests/harness/patience.h"
#include "tests/harness/temporary_directory.h"

namespace skep::harness {
namespace {

// One cache for all commands of a test binary: what one run lowered the next one finds.
const std::string& cache_directory() {
  static const TemporaryDirectory directory;
  static const std::string path = directory.path();
  return path;
}

void take(const Fd& pipe, std::string& text, bool& open) {
  char buffer[65536];
  const ssize_t count = ::read(pipe.get(), buffer, sizeof buffer);
  if (count > 0) {
    text.append(buffer, static_cast<size_t>(count));
  } else if (count == 0 || errno != EINTR) {
    open = false;
  }
}

}  // namespace

Command::Command(StartOptions options) : options_(std::move(options)), process_(options_) {}

bool Command::read_more(int timeout_ms) {
  pollfd pipes[2] = {{out_open_ ? process_.out().get() : -1, POLLIN, 0},
                     {err_open_ ? process_.err().get() : -1, POLLIN, 0}};
  if (::poll(pipes, 2, timeout_ms) == 0) return out_open_ || err_open_;
  if (pipes[0].revents != 0) take(process_.out(), out_, out_open_);
  if (pipes[1].revents != 0) take(process_.err(), err_, err_open_);
  return out_open_ || err_open_;
}

void Command::fail(const std::string& what) const {
  std::string text = what + "\nof the command:";
  for (const std::string& argument : options_.arguments) text += " " + argument;
  throw Failure(text + "\n--- its output ---\n" + out_ + "\n--- its error output ---\n" + err_);
}

void Command::expect_in(const std::string& where, const std::string& text, const char* name) {
  const auto give_up = give_up_time();
  while (where.find(text) == std::string::npos) {
    if (!read_more(milliseconds_until(give_up))) fail(std::string(name) + " ended without " + text);
    if (Clock::now() >= give_up) fail("waited in vain for " + text + " in the " + name);
  }
}

void Command::expect_out(const std::string& text) {
  expect_in(out_, text, "output");
}
void Command::expect_err(const std::string& text) {
  expect_in(err_, text, "error output");
}

Outcome Command::finish() {
  const auto give_up = give_up_time();
  while (read_more(milliseconds_until(give_up))) {
    if (Clock::now() >= give_up) fail("waited in vain for the end");
  }
  pollfd end = {process_.pidfd().get(), POLLIN, 0};
  if (::poll(&end, 1, milliseconds_until(give_up)) != 1) {
    fail("its pipes are closed but it does not end: waited in vain for the end");
  }
  const int status = process_.reap();
  Outcome outcome;
  if (WIFEXITED(status)) outcome.status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  outcome.out = out_;
  outcome.err = err_;
  return outcome;
}

StartOptions skep_options(std::vector<std::string> arguments) {
  StartOptions options;
  options.arguments = std::move(arguments);
  options.arguments.insert(options.arguments.begin(), program("skep"));
  options.environment = {"XDG_CACHE_HOME=" + cache_directory(), "NO_COLOR=1"};
  return options;
}

Outcome skep(std::vector<std::string> arguments) {
  return Command(skep_options(std::move(arguments))).finish();
}

}  // namespace skep::harness
