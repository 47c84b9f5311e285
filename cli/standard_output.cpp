#include "cli/standard_output.h"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command_failure.h"

namespace skep::cli {

void print_out(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<size_t>(count));
      continue;
    }
    const int error = errno;
    if (error == EINTR) continue;
    if (error == EAGAIN) {
      // Somebody who shares it made it non-blocking.
      pollfd writable = {STDOUT_FILENO, POLLOUT, 0};
      ::poll(&writable, 1, -1);
      continue;
    }
    throw CommandFailure(ExitStatus::output_closed,
                         error == EPIPE
                             ? std::string()
                             : fmt::format("cannot write to stdout: {}", std::strerror(error)));
  }
}

void print_json(const control::Json& value) {
  print_out(control::to_line(value));
}

}  // namespace skep::cli
