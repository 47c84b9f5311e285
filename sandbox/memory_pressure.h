// When a worker whose memory is full is over.
//
// An allocation that the limit refuses makes the engine collect its whole heap and try again. That
// is right as long as it helps: garbage goes, or a script catches the error of one huge allocation
// and goes on. But a heap full of what is still needed would be collected again and again, each
// time for next to nothing. So the time that goes into these collections is counted against the
// time between them, and a worker that did little else for `most_debt_ns` is over. Deterministic
// but for the clock; no system call.
#pragma once

#include <cstddef>
#include <cstdint>

namespace skep {

class MemoryPressure {
 public:
  // One nanosecond of other work is worth so many of collecting.
  static constexpr uint64_t worth = 32;
  static constexpr uint64_t most_debt_ns = 3'000'000'000;
  // Collections for one allocation: the first may only find what finalizers hold.
  static constexpr int rounds = 2;

  enum class Verdict { collect, give_up, over };

  // An allocation was refused by the limit, so that the next collection is for it.
  void note_refused() { refused_ = ever_refused_ = true; }
  void note_served() { refused_ = false; }
  bool ever_refused() const { return ever_refused_; }

  // The engine wants to collect, for the time number `round` (from 0) for one allocation of `size`
  // bytes. `most` is what could ever be free. A collection that the engine makes from time to time,
  // with nothing refused, is always right.
  Verdict may_collect(uint64_t now_ns, size_t size, size_t most, int round);

  // It has collected.
  void collected(uint64_t now_ns);

 private:
  bool refused_ = false;
  bool ever_refused_ = false;
  bool collecting_ = false;
  uint64_t since_ns_ = 0;  // of the collection that runs, or the end of the last one
  uint64_t debt_ns_ = 0;
};

}  // namespace skep
