// When which timer is due; knows nothing of what it runs.
// https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace skep {

class Timers {
 public:
  struct Due {
    uint32_t id;
    uint32_t callback;  // as given to add()
    bool repeats;
  };

  // Arms a timer. `delay_ms` as the script gave it; `callback` is whatever the owner wants back.
  // Returns its id, from 1, never twice.
  uint32_t add(uint64_t now_ns, int32_t delay_ms, bool repeats, uint32_t callback);

  // Forgets it; gives its callback back, nothing if there is no such timer.
  std::optional<uint32_t> cancel(uint32_t id);
  std::vector<uint32_t> cancel_all();

  // When the next one is due (CLOCK_MONOTONIC ns); UINT64_MAX when none is armed.
  uint64_t next_due();

  // Takes the first one that is due, if any, and makes it the running one. It stays alive until
  // finish(): a repeating one is then armed again, unless it was cancelled meanwhile.
  std::optional<Due> take(uint64_t now_ns);
  // Gives the callback back if the timer is gone now.
  std::optional<uint32_t> finish(uint64_t now_ns, uint32_t id);

  size_t count() const { return timers_.size(); }

 private:
  struct Timer {
    int32_t delay_ms;
    uint32_t nesting;
    uint32_t callback;
    bool repeats;
    uint64_t order;  // of its place in the heap; an older place is out of date
  };
  struct Place {
    uint64_t due_ns;
    uint64_t order;
    uint32_t id;
    bool operator>(const Place& other) const {
      return due_ns != other.due_ns ? due_ns > other.due_ns : order > other.order;
    }
  };

  void arm(uint64_t now_ns, uint32_t id, Timer& timer);
  bool is_current(const Place& place) const;
  void drop_outdated();

  std::unordered_map<uint32_t, Timer> timers_;
  std::vector<Place> heap_;  // the earliest at the front
  uint64_t next_order_ = 1;
  uint32_t next_id_ = 1;
  uint32_t nesting_ = 0;  // of the running timer
};

}  // namespace skep
