// Memory for one string or buffer of a message while it arrives, shaped so that the engine can take
// it as it is (engine/engine_blocks.h).
//
// What is only announced costs little: a block has room for twice what has arrived, or 1 MiB.
#pragma once

#include <cstddef>
#include <span>

#include "sandbox/arena.h"

namespace skep {

class BulkBlock {
 public:
  // Of `size` bytes. Ends the worker where there is no memory for it, as all C++ here does.
  BulkBlock(Arena& arena, size_t size);
  BulkBlock(BulkBlock&& other) noexcept;
  BulkBlock& operator=(BulkBlock&&) = delete;
  ~BulkBlock();

  // Takes as many of the bytes as belong to it; returns how many.
  size_t append(std::span<const std::byte> bytes);
  bool whole() const { return filled_ == size_; }
  size_t size() const { return size_; }

  std::span<const std::byte> bytes() const;
  // The block is the caller's from now on; the bytes stay where they are.
  void* release();

 private:
  void make_room(size_t bytes);

  Arena* arena_;
  void* block_ = nullptr;
  size_t size_;
  size_t room_ = 0;
  size_t filled_ = 0;
};

}  // namespace skep
