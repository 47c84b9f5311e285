#include "cli/run.h"

#include <memory>

#include <fmt/format.h>

#include "cli/control_client.h"
#include "cli/tree_session.h"

namespace skep::cli {

ExitStatus run_tree(const RunOptions& options, TreeRequest request) {
  sigset_t before;
  Fd signals = take_signals(before);
  std::vector<std::string> more;
  if (options.exec_per_worker) more.emplace_back("--exec-per-worker");
  auto supervisor = SupervisorProcess::start(before, more);
  if (!supervisor) {
    fmt::print(stderr, "skep: the supervisor (skepd) cannot be started: {}\n",
               supervisor.error().message());
    return ExitStatus::supervisor_lost;
  }
  const auto session = std::make_unique<TreeSession>(options, std::move(request),
                                                     std::move(*supervisor), std::move(signals));
  return session->until_the_end();
}

ExitStatus run_tree_at(const RunOptions& options, TreeRequest request, const std::string& socket) {
  Fd daemon = connect_to_daemon(socket);
  sigset_t before;
  Fd signals = take_signals(before);
  const auto session = std::make_unique<TreeSession>(options, std::move(request), std::move(daemon),
                                                     socket, std::move(signals));
  return session->until_the_end();
}

}  // namespace skep::cli
