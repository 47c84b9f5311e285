#include "cli/commands/each_worker.h"

#include <fmt/format.h>

#include "cli/worker_name.h"

namespace skep::cli {

ExitStatus for_each_worker(const CommandLine& line,
                           const std::function<void(ControlClient&, uint64_t)>& ask) {
  ControlClient client = connect(line);
  ExitStatus status = ExitStatus::done;
  for (const std::string& word : line.arguments()) {
    try {
      ask(client, find_worker(client, word));
    } catch (const CommandFailure& failure) {
      const bool about_this_one = failure.status() != ExitStatus::supervisor_lost &&
                                  failure.status() != ExitStatus::output_closed &&
                                  failure.status() != ExitStatus::permission_denied;
      if (!about_this_one) throw;
      fmt::print(stderr, "skep: {}\n", failure.what());
      status = failure.status();
    }
  }
  return status;
}

}  // namespace skep::cli
