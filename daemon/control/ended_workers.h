// The last workers that are gone: for whoever asks about one a moment too late.
#pragma once

#include <cstddef>
#include <deque>
#include <string>

#include "daemon/events.h"

namespace skep {

struct EndedWorker {
  ExitEvent exit;  // its texts point into those below
  std::string name, url, tenant, detail;
};

class EndedWorkers {
 public:
  static constexpr size_t most = 1024;

  void add(const ExitEvent& exit);

  // Null when it never was, is not gone, or is forgotten.
  const EndedWorker* find(WorkerId worker) const;
  // The oldest first.
  const std::deque<EndedWorker>& all() const { return ended_; }

 private:
  std::deque<EndedWorker> ended_;
};

}  // namespace skep
