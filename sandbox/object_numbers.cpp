#include "sandbox/object_numbers.h"

namespace skep {

size_t ObjectNumbers::hash(const void* object) {
  // Fibonacci hashing; addresses differ in their middle bits.
  return static_cast<size_t>((reinterpret_cast<uintptr_t>(object) >> 4) * 0x9E3779B97F4A7C15u >>
                             20);
}

uint32_t ObjectNumbers::number(const void* object, bool& known) {
  if (slots_.size() <= 2 * size_t{count_}) grow();
  const size_t mask = slots_.size() - 1;
  size_t at = hash(object) & mask;
  while (slots_[at].object != nullptr && slots_[at].object != object) at = (at + 1) & mask;
  known = slots_[at].object != nullptr;
  if (!known) slots_[at] = {object, count_++};
  return slots_[at].number;
}

void ObjectNumbers::grow() {
  std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.object == nullptr) continue;
    size_t at = hash(slot.object) & mask;
    while (slots_[at].object != nullptr) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace skep
