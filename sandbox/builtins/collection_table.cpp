#include "sandbox/builtins/collection_table.h"

#include <algorithm>

namespace skep {

size_t CollectionTable::bytes_for(uint32_t capacity) {
  return sizeof(CollectionTable) + size_t{capacity} * (sizeof(Entry) + sizeof(uint32_t));
}

void CollectionTable::open(uint32_t capacity) {
  *this = CollectionTable();
  capacity_ = capacity;
  fill_buckets();
}

uint32_t CollectionTable::bucket_of(const KeyIdentity& key) const {
  // Addresses are multiples of 16 and small numbers differ in their high bits only: both are spread
  // over all bits, of which the highest count.
  const uint64_t mixed = (key.bits ^ key.bits >> 32 ^ key.type) * 0x9E3779B97F4A7C15u;
  return static_cast<uint32_t>(mixed >> 32) & (capacity_ - 1);
}

void CollectionTable::fill_buckets() {
  std::fill_n(buckets(), capacity_, none);
  for (uint32_t i = 0; i < used_; i++) {
    Entry& entry = entries()[i];
    if (entry.key.type == 0) continue;
    uint32_t& bucket = buckets()[bucket_of(entry.key)];
    entry.next = bucket;
    bucket = i;
  }
}

uint32_t CollectionTable::find(const KeyIdentity& key) const {
  uint32_t at = buckets()[bucket_of(key)];
  while (at != none && entries()[at].key != key) at = entries()[at].next;
  return at;
}

uint32_t CollectionTable::append(const KeyIdentity& key) {
  uint32_t& bucket = buckets()[bucket_of(key)];
  entries()[used_] = {key, next_order_++, bucket};
  bucket = used_;
  live_++;
  return used_++;
}

void CollectionTable::remove(uint32_t index) {
  Entry& gone = entries()[index];
  uint32_t* link = &buckets()[bucket_of(gone.key)];
  while (*link != index) link = &entries()[*link].next;
  *link = gone.next;
  gone.key = {};
  live_--;
  while (first_ < used_ && !has(first_)) first_++;
}

void CollectionTable::resize(uint32_t capacity) {
  capacity_ = capacity;
  fill_buckets();
}

void CollectionTable::clear(uint32_t capacity) {
  capacity_ = capacity;
  used_ = live_ = first_ = 0;
  fill_buckets();
}

void CollectionTable::finish_moving(uint32_t left) {
  used_ = live_ = left;
  first_ = 0;
  fill_buckets();
}

uint32_t CollectionTable::index_from(uint64_t order) const {
  uint32_t low = first_;
  uint32_t high = used_;
  // As a rule nothing has been moved, and an entry's number is its place plus that of the first.
  if (low < high && order > entries()[low].order) {
    const uint64_t guess = order - entries()[0].order;
    if (guess < high && entries()[guess].order == order)
      low = static_cast<uint32_t>(guess);
    else {
      while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (entries()[middle].order < order)
          low = middle + 1;
        else
          high = middle;
      }
    }
  }
  while (low < used_ && !has(low)) low++;
  return low < used_ ? low : none;
}

}  // namespace skep
