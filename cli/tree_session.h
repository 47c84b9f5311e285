// One tree of workers from its spawn to its end, with its console on our own output: what `run`,
// `eval` and an attached `spawn` have in common.
//
// We own the tree: it ends when we do. Nothing here blocks but poll: the supervisor is read only
// while our user takes what we print, so a slow pipe slows the workers down.
#pragma once

#include <csignal>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "base/fd.h"
#include "cli/output.h"
#include "cli/run_options.h"
#include "cli/show/event_printer.h"
#include "cli/supervisor_process.h"
#include "proto/control_json.h"
#include "proto/control_lines.h"
#include "proto/exit_status.h"

namespace skep::cli {

// Blocks the signals that end us and makes them readable. A SIGHUP that our caller ignores (nohup)
// stays ignored. `before`: the mask until now, for a child.
Fd take_signals(sigset_t& before);

// The parameters of worker.spawn that options say.
control::Json spawn_params(const RunOptions& options);

struct TreeRequest {
  control::Json spawn;     // the parameters of worker.spawn
  bool messages = false;   // what the root posts is an event, too
  bool announced = false;  // say on stderr (or as JSON) which worker it is
  // What is shown instead of an event; null: the event.
  std::function<control::Json(const control::Json&)> rewrite = nullptr;
};

class TreeSession {
 public:
  // With a supervisor of our own. `options` must outlive this.
  TreeSession(const RunOptions& options, TreeRequest request, SupervisorProcess supervisor,
              Fd signals);
  // With a shared daemon, through this non-blocking socket that is called `name`.
  TreeSession(const RunOptions& options, TreeRequest request, Fd daemon, const std::string& name,
              Fd signals);

  ExitStatus until_the_end();

 private:
  enum RequestId : uint64_t { hello_id = 1, subscribe_id, spawn_id, terminate_id };

  void start(TreeRequest request);
  void send(RequestId id, std::string_view method, control::Json params);
  int socket() const { return supervisor_ ? supervisor_->socket().get() : daemon_.get(); }

  void turn();
  void write_requests();
  void read_answers();
  void on_message(const control::Json& message);
  void on_result(uint64_t id, const control::Json& result);
  void on_spawned(uint64_t worker);
  void on_refusal(uint64_t id, const control::Json& error);
  void on_event(const control::Json& event);
  void on_root_exit(const control::Json& event);
  void on_signal();
  void terminate_root();
  void write_output();
  // What was printed before the end still reaches a slow reader; signals still end us.
  void finish_output();
  void on_supervisor_lost();
  void lose(const std::string& sentence);

  Output output_;
  EventPrinter printer_;
  bool json_;
  bool announced_;
  std::function<control::Json(const control::Json&)> rewrite_;
  std::optional<SupervisorProcess> supervisor_;
  Fd daemon_;
  std::string daemon_name_;
  Fd signals_;
  control::LineCutter lines_;
  std::string requests_;     // not yet sent
  uint64_t root_ = 0;        // its worker id, once spawn is answered
  int interrupt_ = 0;        // the first signal that asked us to end
  uint64_t terminated_ = 0;  // workers that ended since
  std::optional<ExitStatus> status_;
  char input_[64 * 1024];
};

}  // namespace skep::cli
