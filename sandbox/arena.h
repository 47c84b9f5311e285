// The memory of one worker: a single mapping, and every byte that its engine and its C++ allocate.
//
// Made in the zygote, inherited by each worker through fork. After construction it makes no system
// call (return_excess() apart), so that a sealed worker needs none for memory. It counts exactly,
// so that a limit is a limit, ArrayBuffers included, and reaching it is an error that JavaScript
// sees.
//
// The algorithm is two-level segregated fit (TLSF): free blocks sit in lists by size, two bit maps
// find the smallest list that fits in constant time, neighbours that are both free are one block at
// once. What was never used is not a free block but lies beyond `top_`, and is not touched.
// A few of the small blocks that were released last wait apart, one list a size, to be used again
// as they are: an engine asks for the same few sizes all the time. When memory runs out they join.
//
//   ┌ warm part (shared, copy-on-write) ┬ used and free blocks ┬ never touched ┐
//   base_                               warm_end_              top_            end_
//
// Single-threaded. Corruption by its own process harms that process only, so nothing checks for it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace skep {

class Arena {
 public:
  static constexpr size_t alignment = 16;

  // Reserves up to `capacity` bytes of address space, less where the machine refuses that much.
  // Throws std::system_error when it does not even give a sixteenth.
  explicit Arena(size_t capacity);
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // As malloc, realloc, free; aligned to 16. allocate(0) is a block of its own. reallocate(p, 0)
  // releases p and gives null. Null when the limit or the capacity is reached: exhausted() then.
  void* allocate(size_t size);
  void* reallocate(void* place, size_t size);
  void release(void* place);

  // As allocate(), for C++ code: where the limit is reached, the last resort is called, which may
  // free something, and it is tried once more.
  void* allocate_for_new(size_t size);
  using LastResort = void (*)(void* place);
  void set_last_resort(LastResort resort, void* place) {
    last_resort_ = resort;
    last_resort_place_ = place;
  }

  // The same with the signatures of duk_create_heap; `arena` is the Arena.
  static void* duktape_alloc(void* arena, size_t size);
  static void* duktape_realloc(void* arena, void* place, size_t size);
  static void duktape_free(void* arena, void* place);

  // What was allocated so far becomes the warm part: from here on nothing is allocated there, and
  // what is released there is not used again, so that a fork writes to as few shared pages as
  // possible. Once, before the first fork.
  void seal();

  // At most `bytes` more than what is in use now. A thirty-second of it, at most 16 KiB, is for
  // blocks of no more than 1 KiB each: when a script fills its memory with large things, there is
  // still room for the error that says so, and for the block of the script that catches it.
  void set_limit(size_t bytes);
  static constexpr size_t most_kept_for_small = 16384;
  static constexpr size_t small = 1024;

  // Unmaps what the limit can never need: a process that has broken out of its engine cannot use it
  // either. One system call. False when it fails.
  [[nodiscard]] bool return_excess();

  // Bytes of address space it holds now.
  size_t mapped() const { return static_cast<size_t>(end_ - base_); }

  // Bytes in blocks, their headers included; the warm part included.
  size_t in_use() const { return in_use_; }
  size_t peak_in_use() const { return peak_in_use_; }
  // What in_use() may become.
  size_t limit() const { return limit_; }

  // A request was refused since the last forget_exhaustion(). Duktape collects garbage and tries
  // again before it gives up, so by itself this is no error yet.
  bool exhausted() const { return exhausted_; }
  void forget_exhaustion() { exhausted_ = false; }

 private:
  struct Block;
  struct SizeClass {
    unsigned first;
    unsigned second;
  };
  static constexpr size_t most_quick = 256;      // bytes of a block that may wait apart
  static constexpr uint8_t most_waiting = 64;    // blocks of one size
  static constexpr unsigned first_levels = 32;   // powers of two
  static constexpr unsigned second_levels = 16;  // equal steps between two of them

  static SizeClass class_of(size_t size);
  Block* find_fit(size_t size);
  Block* take_fit(size_t size);
  Block* take_top(size_t size);
  Block* take_waiting(size_t size);
  bool join_waiting();
  Block* take_anywhere(size_t size);
  void insert(Block* block);
  void unlink(Block* block);
  void give_back(Block* block);
  void trim(Block* block, size_t size);
  bool grow_in_place(Block* block, size_t size);
  bool is_warm(const void* place) const { return place < warm_end_; }
  bool fits_limit(size_t more, size_t size) const;
  void count(size_t more);
  void* refuse();

  char* base_ = nullptr;
  char* warm_end_ = nullptr;
  char* top_ = nullptr;
  char* end_ = nullptr;
  size_t in_use_ = 0;
  size_t peak_in_use_ = 0;
  size_t limit_ = SIZE_MAX;
  size_t kept_for_small_ = 0;
  bool exhausted_ = false;
  LastResort last_resort_ = nullptr;
  void* last_resort_place_ = nullptr;
  Block* waiting_[most_quick / alignment + 1] = {};
  uint8_t waiting_count_[most_quick / alignment + 1] = {};
  uint32_t first_map_ = 0;
  uint32_t second_maps_[first_levels] = {};
  Block* lists_[first_levels][second_levels] = {};
};

}  // namespace skep
