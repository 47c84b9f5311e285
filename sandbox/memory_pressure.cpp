#include "sandbox/memory_pressure.h"

namespace skep {

MemoryPressure::Verdict MemoryPressure::may_collect(uint64_t now_ns, size_t size, size_t most,
                                                    int round) {
  if (!refused_) return round == 0 ? Verdict::collect : Verdict::give_up;
  if (size > most || round >= rounds) return Verdict::give_up;
  const uint64_t worked_ns = now_ns - since_ns_;
  const uint64_t paid_ns = worked_ns > most_debt_ns ? most_debt_ns : worked_ns * worth;
  debt_ns_ = debt_ns_ > paid_ns ? debt_ns_ - paid_ns : 0;
  if (debt_ns_ > most_debt_ns) return Verdict::over;
  since_ns_ = now_ns;
  collecting_ = true;
  return Verdict::collect;
}

void MemoryPressure::collected(uint64_t now_ns) {
  if (!collecting_) return;
  collecting_ = false;
  debt_ns_ += now_ns - since_ns_;
  since_ns_ = now_ns;
}

}  // namespace skep
