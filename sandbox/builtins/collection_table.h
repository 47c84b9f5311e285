// The index of a Map or Set: which entry has a given key, in constant time, and which comes next.
//
// It lives in a buffer of the engine's, which may move when it grows and holds nothing the
// collector must see: keys and values are elements of the collection's list (map_set.h), and a
// key's identity here is good because that list keeps the key alive.
//
// Every entry has an order number that rises with each insertion and is never used again. An
// iterator remembers a number, not a place, so it stays right whatever is deleted, cleared or
// moved together meanwhile.
//
//   CollectionTable | Entry × capacity, in order of insertion | bucket × capacity
#pragma once

#include <cstddef>
#include <cstdint>

namespace skep {

// What a value is under SameValueZero: two values are the same exactly if all of this is equal.
struct KeyIdentity {
  uint64_t bits = 0;  // of a number, or the address of a string, symbol or object
  uint32_t type = 0;  // never 0

  bool operator==(const KeyIdentity&) const = default;
};

class CollectionTable {
 public:
  static constexpr uint32_t none = UINT32_MAX;
  static constexpr uint32_t smallest = 4;
  static constexpr uint32_t largest = uint32_t{1} << 26;

  static size_t bytes_for(uint32_t capacity);

  // Makes the beginning of a buffer of bytes_for(capacity) an empty table.
  void open(uint32_t capacity);

  uint32_t find(const KeyIdentity& key) const;
  // Not when it is full.
  uint32_t append(const KeyIdentity& key);
  void remove(uint32_t index);
  // The buffer has bytes_for(capacity) now; at least as many as are used.
  void resize(uint32_t capacity);
  // Forgets all entries; the buffer has bytes_for(capacity) now.
  void clear(uint32_t capacity);

  // To close the gaps: the caller moves what it keeps for each entry likewise, from the first to
  // the last, then calls finish_moving() with the number of those that are left.
  bool has(uint32_t index) const { return entries()[index].key.type != 0; }
  void move(uint32_t from, uint32_t to) { entries()[to] = entries()[from]; }
  void finish_moving(uint32_t left);

  // The first entry whose order number is `order` or more.
  uint32_t index_from(uint64_t order) const;
  uint64_t order_of(uint32_t index) const { return entries()[index].order; }

  uint32_t capacity() const { return capacity_; }
  uint32_t used() const { return used_; }  // gaps included
  uint32_t live() const { return live_; }
  bool full() const { return used_ == capacity_; }
  // So many gaps that closing them pays.
  bool sparse() const { return live_ < used_ - used_ / 4; }

  void* owner = nullptr;  // the instance, by its heap pointer
  uint32_t kind = 0;

 private:
  struct Entry {
    KeyIdentity key;  // type 0: a gap
    uint64_t order;
    uint32_t next;  // of the same bucket
  };

  Entry* entries() { return reinterpret_cast<Entry*>(this + 1); }
  const Entry* entries() const { return reinterpret_cast<const Entry*>(this + 1); }
  uint32_t* buckets() { return reinterpret_cast<uint32_t*>(entries() + capacity_); }
  const uint32_t* buckets() const {
    return reinterpret_cast<const uint32_t*>(entries() + capacity_);
  }
  uint32_t bucket_of(const KeyIdentity& key) const;
  void fill_buckets();

  uint64_t next_order_ = 0;
  uint32_t capacity_ = 0;  // a power of two
  uint32_t used_ = 0;
  uint32_t live_ = 0;
  uint32_t first_ = 0;  // no entry before this one is there
};

}  // namespace skep
