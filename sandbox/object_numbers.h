// Which number each object of one structured clone has: a hash table from addresses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace skep {

class ObjectNumbers {
 public:
  // The number of `object`; the next free one, from 0, if it had none. `known` says which.
  uint32_t number(const void* object, bool& known);
  uint32_t count() const { return count_; }

 private:
  struct Slot {
    const void* object = nullptr;
    uint32_t number = 0;
  };
  static size_t hash(const void* object);
  void grow();

  std::vector<Slot> slots_;  // a power of two; at least half of them free
  uint32_t count_ = 0;
};

}  // namespace skep
