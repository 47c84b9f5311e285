#include "daemon/control/ended_workers.h"

#include <algorithm>

namespace skep {

void EndedWorkers::add(const ExitEvent& exit) {
  if (ended_.size() == most) ended_.pop_front();
  // The texts find their last place first: a deque does not move what it holds.
  EndedWorker& ended = ended_.emplace_back();
  ended.name = exit.name;
  ended.url = exit.url;
  ended.tenant = exit.tenant;
  ended.detail = exit.detail;
  ended.exit = exit;
  ended.exit.name = ended.name;
  ended.exit.url = ended.url;
  ended.exit.tenant = ended.tenant;
  ended.exit.detail = ended.detail;
}

const EndedWorker* EndedWorkers::find(WorkerId worker) const {
  const auto found = std::ranges::find_if(
      ended_, [worker](const EndedWorker& ended) { return ended.exit.worker == worker; });
  return found == ended_.end() ? nullptr : &*found;
}

}  // namespace skep
