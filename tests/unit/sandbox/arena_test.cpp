#include "sandbox/arena.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr size_t capacity = size_t{256} << 20;

struct Piece {
  unsigned char* place;
  size_t size;
  unsigned char fill;
};

bool intact(const Piece& piece) {
  return std::all_of(piece.place, piece.place + piece.size,
                     [&](unsigned char byte) { return byte == piece.fill; });
}

bool aligned(const void* place) {
  return reinterpret_cast<uintptr_t>(place) % Arena::alignment == 0;
}

size_t random_size(std::mt19937& random) {
  // Mostly what an engine asks for, sometimes a string, seldom a buffer.
  switch (random() % 16) {
    case 0: return random() % 100'000;
    case 1: return 0;
    case 2:
    case 3: return random() % 4'000;
    default: return random() % 160;
  }
}

// Applies random requests and checks every piece's content before it is touched and at the end.
void torture(Arena& arena, unsigned seed, int rounds) {
  std::mt19937 random(seed);
  std::vector<Piece> pieces;
  size_t wrong = 0;
  for (int round = 0; round < rounds; ++round) {
    const unsigned choice = random() % 8;
    if (choice < 4 || pieces.empty()) {
      const size_t size = random_size(random);
      auto* place = static_cast<unsigned char*>(arena.allocate(size));
      if (place == nullptr) continue;
      wrong += !aligned(place);
      const auto fill = static_cast<unsigned char>(random());
      std::memset(place, fill, size);
      pieces.push_back({place, size, fill});
      continue;
    }
    const size_t index = random() % pieces.size();
    Piece& piece = pieces[index];
    wrong += !intact(piece);
    if (choice < 6) {
      const size_t size = random_size(random) + 1;
      auto* place = static_cast<unsigned char*>(arena.reallocate(piece.place, size));
      if (place == nullptr) {
        wrong += !intact(piece);
        continue;
      }
      wrong += !aligned(place);
      piece.place = place;
      const size_t kept = std::min(piece.size, size);
      piece.size = kept;
      wrong += !intact(piece);
      piece.size = size;
      std::memset(place, piece.fill, size);
    } else {
      arena.release(piece.place);
      piece = pieces.back();
      pieces.pop_back();
    }
  }
  for (const Piece& piece : pieces) {
    wrong += !intact(piece);
    arena.release(piece.place);
  }
  CHECK(wrong == 0);
}

}  // namespace

TEST_SUITE("arena") {
  TEST_CASE("random requests never overlap, lose content or leak") {
    for (unsigned seed = 1; seed <= 8; ++seed) {
      Arena arena(capacity);
      torture(arena, seed, 20'000);
      CHECK(arena.in_use() == 0);
      CHECK_FALSE(arena.exhausted());
    }
  }

  TEST_CASE("everything that was released joins to one piece again") {
    Arena arena(size_t{1} << 20);
    torture(arena, 99, 20'000);
    CHECK(arena.in_use() == 0);
    void* nearly_all = arena.allocate((size_t{1} << 20) - 64);
    CHECK(nearly_all != nullptr);
    arena.release(nearly_all);
  }

  TEST_CASE("random requests under a tight limit are refused, never overdrawn") {
    Arena arena(capacity);
    arena.set_limit(200'000);
    torture(arena, 7, 50'000);
    CHECK(arena.exhausted());
    CHECK(arena.in_use() == 0);
    CHECK(arena.peak_in_use() <= 200'000);
  }

  TEST_CASE("the limit is exact") {
    Arena arena(capacity);
    arena.set_limit(1024);
    CHECK(arena.allocate(1024) == nullptr);  // its header counts
    CHECK(arena.exhausted());
    arena.forget_exhaustion();
    void* all = arena.allocate(1024 - 8);
    REQUIRE(all != nullptr);
    CHECK(arena.in_use() == 1024);
    CHECK(arena.peak_in_use() == 1024);
    CHECK_FALSE(arena.exhausted());
    CHECK(arena.allocate(0) == nullptr);
    arena.release(all);
    CHECK(arena.in_use() == 0);
    CHECK(arena.allocate(0) != nullptr);
  }

  TEST_CASE("the last of the limit is for small blocks") {
    Arena arena(size_t{8} << 20);
    arena.set_limit(size_t{1} << 20);
    while (arena.allocate(4096) != nullptr) {
    }
    CHECK(arena.in_use() <= arena.limit() - Arena::most_kept_for_small);
    CHECK(arena.allocate(2 * Arena::small) == nullptr);
    size_t served = 0;
    void* grows = arena.allocate(Arena::small / 2);
    CHECK(arena.reallocate(grows, 2 * Arena::small) == nullptr);
    while (arena.allocate(Arena::small / 2) != nullptr) served += Arena::small / 2;
    CHECK(served > Arena::most_kept_for_small / 2);
  }

  TEST_CASE("a limit counts from what is in use when it is set") {
    Arena arena(capacity);
    CHECK(arena.allocate(5000) != nullptr);
    const size_t before = arena.in_use();
    arena.set_limit(4096);
    CHECK(arena.limit() == before + 4096);
    CHECK(arena.allocate(5000) == nullptr);
    CHECK(arena.allocate(3900) != nullptr);
  }

  TEST_CASE("zero bytes are a block of their own, and null may be released") {
    Arena arena(capacity);
    void* first = arena.allocate(0);
    void* second = arena.allocate(0);
    CHECK(first != nullptr);
    CHECK(first != second);
    CHECK(arena.reallocate(first, 0) == nullptr);
    arena.release(second);
    arena.release(nullptr);
    CHECK(arena.in_use() == 0);
    CHECK(arena.reallocate(nullptr, 10) != nullptr);
  }

  TEST_CASE("huge sizes are refused and leave the old block alone") {
    Arena arena(capacity);
    auto* place = static_cast<char*>(arena.allocate(100));
    std::memset(place, 'x', 100);
    const size_t huge_sizes[] = {capacity,     SIZE_MAX,         SIZE_MAX - 7,   SIZE_MAX - 31,
                                 SIZE_MAX / 2, SIZE_MAX / 2 + 1, size_t{1} << 47};
    for (const size_t huge : huge_sizes) {
      CHECK(arena.allocate(huge) == nullptr);
      CHECK(arena.reallocate(place, huge) == nullptr);
    }
    CHECK(std::count(place, place + 100, 'x') == 100);
    CHECK(arena.exhausted());
  }

  TEST_CASE("the last block grows where it is") {
    Arena arena(capacity);
    auto* place = static_cast<char*>(arena.allocate(10));
    for (size_t size = 20; size < (size_t{64} << 20); size *= 2) {
      CHECK(arena.reallocate(place, size) == place);
      place[size - 1] = 'x';
    }
  }

  TEST_CASE("a block grows into a free neighbour and gives back what it does not need") {
    Arena arena(capacity);
    void* first = arena.allocate(100);
    void* second = arena.allocate(1000);
    void* third = arena.allocate(100);
    arena.release(second);
    CHECK(arena.reallocate(first, 500) == first);
    void* in_the_gap = arena.allocate(300);
    CHECK(in_the_gap > first);
    CHECK(in_the_gap < third);
    CHECK(arena.reallocate(first, 50) == first);
    void* in_the_smaller_gap = arena.allocate(300);
    CHECK(in_the_smaller_gap > first);
    CHECK(in_the_smaller_gap < in_the_gap);
  }

  TEST_CASE("after seal nothing is allocated in the warm part") {
    Arena arena(capacity);
    void* warm[64];
    for (void*& place : warm) place = arena.allocate(1000);
    for (int i = 0; i < 64; i += 2) arena.release(warm[i]);
    arena.seal();
    void* first_fresh = arena.allocate(16);
    CHECK(first_fresh > warm[63]);
    CHECK(reinterpret_cast<uintptr_t>(first_fresh) / 4096 >
          (reinterpret_cast<uintptr_t>(warm[63]) + 999) / 4096);
    arena.release(warm[1]);
    for (int i = 0; i < 200; ++i) CHECK(arena.allocate(900) > warm[63]);
    // Growing a warm block moves it; its content comes along.
    std::memset(warm[3], 'w', 1000);
    auto* moved = static_cast<char*>(arena.reallocate(warm[3], 3000));
    CHECK(moved > warm[63]);
    CHECK(std::count(moved, moved + 1000, 'w') == 1000);
    CHECK(arena.reallocate(warm[5], 10) == warm[5]);
  }

  TEST_CASE("a sealed warm part is only read when its blocks are released") {
    Arena arena(capacity);
    auto* place = static_cast<unsigned char*>(arena.allocate(4000));
    std::memset(place, 0xab, 4000);
    arena.seal();
    const size_t before = arena.in_use();
    arena.release(place);
    CHECK(arena.in_use() < before);
    CHECK(std::count(place, place + 4000, 0xab) == 4000);
  }

  TEST_CASE("a sealed and limited arena survives random requests") {
    Arena arena(capacity);
    void* warm = arena.allocate(300'000);
    arena.seal();
    arena.set_limit(1 << 20);
    CHECK(arena.return_excess());
    CHECK(arena.mapped() < (size_t{4} << 20));
    torture(arena, 3, 50'000);
    arena.release(warm);
    CHECK(arena.in_use() == 0);
  }

  TEST_CASE("what the limit allows is really there after the excess was returned") {
    Arena arena(capacity);
    arena.set_limit(size_t{32} << 20);
    CHECK(arena.return_excess());
    const size_t large = (size_t{32} << 20) - Arena::most_kept_for_small;
    void* place = arena.allocate(large - 8);
    REQUIRE(place != nullptr);
    std::memset(place, 1, large - 8);
    for (size_t left = Arena::most_kept_for_small; left > 0; left -= Arena::small) {
      place = arena.allocate(Arena::small - 8);
      REQUIRE(place != nullptr);
      std::memset(place, 1, Arena::small - 8);
    }
  }

  TEST_CASE("Duktape's three functions are the same arena") {
    Arena arena(capacity);
    void* place = Arena::duktape_alloc(&arena, 100);
    place = Arena::duktape_realloc(&arena, place, 5000);
    CHECK(arena.in_use() > 5000);
    Arena::duktape_free(&arena, place);
    Arena::duktape_free(&arena, nullptr);
    CHECK(arena.in_use() == 0);
  }
}

}  // namespace skep
