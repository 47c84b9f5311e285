// `top` on a full screen: asks the daemon again and again, draws, and obeys keys.
#pragma once

#include <chrono>

#include "cli/control_client.h"
#include "cli/top/top_model.h"
#include "proto/exit_status.h"

namespace skep::cli {

struct TopOptions {
  std::chrono::milliseconds interval{1000};
  SortKey sort = SortKey::cpu;
  bool reversed = false;
  bool colored = false;
};

// One round of questions at a time: the list of workers, the counters, and the memory of so many
// workers as can be shown.
class TopRound {
 public:
  TopRound(ControlClient& client, TopModel& model) : client_(client), model_(model) {}

  // Sends the questions, if those before are answered.
  void ask();
  // Takes in what was answered; true when that completes a round. `wanted`: whose memory to ask
  // for, once the list is there.
  bool take(SortKey sort, bool reversed, size_t most_shown);
  // Asks and waits for all of it.
  void finish(SortKey sort, bool reversed, size_t most_shown);

  const Json& stats() const { return stats_; }

 private:
  // A question about one worker each; more would make every round slow.
  static constexpr size_t most_asked = 256;

  ControlClient& client_;
  TopModel& model_;
  uint64_t list_ = 0;
  Json workers_ = Json::array();  // the parts of the list so far
  uint64_t stats_id_ = 0;
  std::map<uint64_t, uint64_t> inspected_;  // request → worker
  Json stats_ = Json::object();
  bool running_ = false;
};

// Until a key or a signal ends it. `signals`: a signalfd.
ExitStatus show_top(ControlClient& client, const TopOptions& options, int signals);

}  // namespace skep::cli
