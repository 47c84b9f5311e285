// A single-producer single-consumer ring of records between two processes.
//
// Positions only grow; `position % capacity` is the place. Records are aligned to 16 bytes and
// never wrap: where one does not fit before the end, a padding record fills it. The release store
// of `tail` is the only commit, so that a SIGKILL between any two instructions of the writer leaves
// whole records only.
//
// Both ends are hostile-proof (modelled on the kernel's user ring buffer): each keeps its own
// position privately, reads the peer's once, checks it, and copies a header once before checking
// the copy. What the peer changes afterwards can spoil the content of its own message, nothing
// else.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "proto/limits.h"
#include "proto/record.h"

namespace skep {

enum class RingState {
  ready,      // the call succeeded
  empty,      // reader: nothing more for now. writer: never
  full,       // writer: no room for now. reader: never
  violation,  // the peer wrote what no correct peer writes; give it up
};

class RingWriter {
 public:
  // `data` has ring_capacity bytes. `tail` is ours to write, `head` is the peer's.
  RingWriter(std::byte* data, std::atomic<uint64_t>& tail, const std::atomic<uint64_t>& head)
      : data_(data), tail_(&tail), head_(&head) {}

  // Room for one record with a payload of `length` bytes (at most max_payload): on `ready`,
  // `payload` is where it goes. Nothing is visible before commit(); a second reserve() forgets the
  // first.
  RingState reserve(uint32_t length, std::span<std::byte>& payload);

  // From now on, small records do not reach for parts of the ring that were not needed so far:
  // where one would and everything before it was read, it starts over at the beginning. So who
  // exchanges little touches few pages.
  void keep_low() { keeps_low_ = true; }

  // Publishes the reserved record, with header.length set to what reserve() was given.
  void commit(RecordHeader header);

  // reserve, copy, commit.
  RingState write(const RecordHeader& header, std::span<const std::byte> payload);

  // Where the next record will start; the position published last.
  uint64_t position() const { return position_; }

  // Bytes that the peer has not read yet, as it says; more than the ring has of one that lies.
  uint64_t used() const { return position_ - head_->load(std::memory_order_acquire); }

  // The peer has read everything that was written. Says false of a peer that lies.
  bool drained() const { return head_->load(std::memory_order_acquire) == position_; }

  static constexpr uint32_t max_payload = max_record - sizeof(RecordHeader);
  // Records of more than this many bytes go anywhere; others keep to this much of the ring, as long
  // as they are read soon enough.
  static constexpr uint64_t small_record = 1024;
  static constexpr uint64_t low_part = 32 * 1024;

 private:
  std::byte* data_;
  std::atomic<uint64_t>* tail_;
  const std::atomic<uint64_t>* head_;
  uint64_t position_ = 0;   // private copy of tail
  uint64_t seen_head_ = 0;  // the peer's position when it was last read; never goes back
  uint64_t reserved_at_ = 0;
  uint32_t reserved_length_ = 0;
  bool keeps_low_ = false;

  bool may_start_over(uint64_t place, uint64_t size) const;
};

class RingReader {
 public:
  // `data` has ring_capacity bytes. `head` is ours to write, `tail` is the peer's.
  RingReader(const std::byte* data, std::atomic<uint64_t>& head, const std::atomic<uint64_t>& tail)
      : data_(data), head_(&head), tail_(&tail) {}

  // Takes one look at how far the peer has written. The reads that follow stay within it, so that
  // their number is bounded whatever the peer does meanwhile.
  RingState snapshot();

  // The next record of the snapshot. `header` is a checked private copy; `payload` is shared memory
  // that a hostile writer may still be changing: copy it before believing any of it.
  RingState peek(RecordHeader& header, std::span<const std::byte>& payload);

  // The peeked record has been dealt with; its room is given back.
  void release();

  // Everything of the snapshot has been read.
  bool exhausted() const { return position_ == limit_; }
  uint64_t position() const { return position_; }

 private:
  const std::byte* data_;
  std::atomic<uint64_t>* head_;
  const std::atomic<uint64_t>* tail_;
  uint64_t position_ = 0;  // private copy of head
  uint64_t limit_ = 0;     // the snapshot
  uint64_t next_ = 0;      // where the record after the peeked one starts
};

// The bytes that a record with this payload takes, up to the next record.
constexpr uint64_t record_size(uint32_t length) {
  return (sizeof(RecordHeader) + uint64_t{length} + record_alignment - 1) &
         ~uint64_t{record_alignment - 1};
}

}  // namespace skep
