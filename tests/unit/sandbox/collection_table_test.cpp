// The index of Map and Set by itself, without an engine.
#include "sandbox/builtins/collection_table.h"

#include <vector>

#include <doctest/doctest.h>

namespace skep::test {
namespace {

class Table {
 public:
  Table() { grow(CollectionTable::smallest), it().open(CollectionTable::smallest); }

  CollectionTable& it() { return *reinterpret_cast<CollectionTable*>(bytes_.data()); }

  void grow(uint32_t capacity) {
    bytes_.resize(CollectionTable::bytes_for(capacity) / sizeof(std::max_align_t) + 1);
  }

  uint32_t add(uint64_t key) {
    if (it().full()) {
      const uint32_t capacity = it().capacity() * 2;
      grow(capacity);
      it().resize(capacity);
    }
    return it().append({key, 1});
  }

  bool remove(uint64_t key) {
    const uint32_t found = it().find({key, 1});
    if (found == CollectionTable::none) return false;
    it().remove(found);
    return true;
  }

  void close_gaps() {
    uint32_t left = 0;
    for (uint32_t i = 0; i < it().used(); i++) {
      if (it().has(i)) it().move(i, left++);
    }
    it().finish_moving(left);
  }

 private:
  std::vector<std::max_align_t> bytes_;
};

}  // namespace

TEST_CASE("a table finds every key that was added and no other, through growth and removal") {
  Table table;
  for (uint64_t key = 0; key < 5000; key++) table.add(key << 44);
  for (uint64_t key = 0; key < 5000; key += 3) REQUIRE(table.remove(key << 44));
  for (uint64_t key = 0; key < 5000; key++) {
    REQUIRE((table.it().find({key << 44, 1}) != CollectionTable::none) == (key % 3 != 0));
    REQUIRE(table.it().find({key << 44, 2}) == CollectionTable::none);
  }
  CHECK(table.it().live() == 3333);
  table.close_gaps();
  CHECK(table.it().used() == 3333);
  for (uint64_t key = 0; key < 5000; key++) {
    REQUIRE((table.it().find({key << 44, 1}) != CollectionTable::none) == (key % 3 != 0));
  }
}

TEST_CASE("an order number leads to the same entry before and after the gaps are closed") {
  Table table;
  for (uint64_t key = 0; key < 100; key++) table.add(key);
  for (uint64_t key = 0; key < 100; key++) {
    if (key % 7 != 0) table.remove(key);
  }
  CHECK(table.it().index_from(8) == 14);
  CHECK(table.it().order_of(14) == 14);
  CHECK(table.it().index_from(99) == CollectionTable::none);
  table.close_gaps();
  CHECK(table.it().index_from(8) == 2);
  CHECK(table.it().order_of(2) == 14);
  CHECK(table.it().index_from(0) == 0);
  CHECK(table.it().index_from(99) == CollectionTable::none);
  table.add(1000);
  CHECK(table.it().order_of(table.it().index_from(99)) == 100);
}

TEST_CASE("an order number from before clear() leads to what was added afterwards") {
  Table table;
  for (uint64_t key = 0; key < 10; key++) table.add(key);
  table.it().clear(CollectionTable::smallest);
  CHECK(table.it().index_from(3) == CollectionTable::none);
  table.add(3);
  CHECK(table.it().index_from(3) == 0);
  CHECK(table.it().index_from(0) == 0);
}

TEST_CASE("the first entry is found at once however many were removed before it") {
  Table table;
  for (uint64_t key = 0; key < 4096; key++) table.add(key);
  for (uint64_t key = 0; key < 4095; key++) {
    REQUIRE(table.remove(key));
    REQUIRE(table.it().order_of(table.it().index_from(0)) == key + 1);
  }
}

}  // namespace skep::test
