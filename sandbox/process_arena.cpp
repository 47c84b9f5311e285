#include "sandbox/process_arena.h"

#include <new>

namespace skep {

Arena& process_arena() {
  alignas(Arena) static std::byte storage[sizeof(Arena)];
  static Arena* const arena = new (storage) Arena(arena_capacity);
  return *arena;
}

}  // namespace skep
