#include "sandbox/bulk_block.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/engine_blocks.h"
#include "sandbox/ending.h"

namespace skep {
namespace {

constexpr size_t least_room = 1u << 20;

}  // namespace

BulkBlock::BulkBlock(Arena& arena, size_t size) : arena_(&arena), size_(size) {
  make_room(std::min(size, least_room));
}

BulkBlock::BulkBlock(BulkBlock&& other) noexcept
    : arena_(other.arena_),
      block_(std::exchange(other.block_, nullptr)),
      size_(other.size_),
      room_(other.room_),
      filled_(other.filled_) {}

BulkBlock::~BulkBlock() {
  if (block_ != nullptr) arena_->release(block_);
}

void BulkBlock::make_room(size_t bytes) {
  // Behind the bytes a string has a zero.
  const size_t whole = engine_block_header + bytes + 1;
  void* larger = nullptr;
  if (block_ != nullptr) larger = arena_->reallocate(block_, whole);
  if (larger == nullptr) {
    larger = arena_->allocate_for_new(whole);
    if (larger == nullptr) end_worker(CellExit::out_of_memory);
    if (block_ != nullptr) {
      std::memcpy(larger, block_, engine_block_header + filled_);
      arena_->release(block_);
    }
  }
  block_ = larger;
  room_ = bytes;
}

size_t BulkBlock::append(std::span<const std::byte> bytes) {
  const size_t count = std::min(bytes.size(), size_ - filled_);
  if (count > room_ - filled_) {
    make_room(std::min(size_, std::max(2 * room_, filled_ + count)));
  }
  if (count != 0) {
    std::memcpy(static_cast<std::byte*>(block_) + engine_block_header + filled_, bytes.data(),
                count);
  }
  filled_ += count;
  return count;
}

std::span<const std::byte> BulkBlock::bytes() const {
  return {static_cast<const std::byte*>(block_) + engine_block_header, filled_};
}

void* BulkBlock::release() {
  return std::exchange(block_, nullptr);
}

}  // namespace skep
