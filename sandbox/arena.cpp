#include "sandbox/arena.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <system_error>

namespace skep {

// A block begins 16 bytes before what its user sees. Its last 8 bytes are the first field of the
// block after it, which belongs to that one only while this one is free.
struct Arena::Block {
  size_t previous_size;  // only when previous_free
  size_t size_and_flags;
  Block* next;  // in its list; only while free
  Block* previous;

  static constexpr size_t free_flag = 1;
  static constexpr size_t previous_free_flag = 2;
  static constexpr size_t flags = 15;
  static constexpr size_t overhead = sizeof(size_t);
  static constexpr size_t least = 32;
  static constexpr size_t user_offset = 2 * sizeof(size_t);

  size_t size() const { return size_and_flags & ~flags; }
  size_t usable() const { return size() - overhead; }
  bool free() const { return (size_and_flags & free_flag) != 0; }
  bool previous_free() const { return (size_and_flags & previous_free_flag) != 0; }
  void set_size(size_t size) { size_and_flags = size | (size_and_flags & flags); }
  char* end() { return reinterpret_cast<char*>(this) + size(); }
  Block* after() { return reinterpret_cast<Block*>(end()); }
  Block* before() {
    return reinterpret_cast<Block*>(reinterpret_cast<char*>(this) - previous_size);
  }
  void* user() { return reinterpret_cast<char*>(this) + user_offset; }
  static Block* of(void* user) {
    return reinterpret_cast<Block*>(static_cast<char*>(user) - user_offset);
  }
  // The size of the block that holds `size` bytes, or 0 when there is no such size.
  static size_t for_user(size_t size) {
    if (size > SIZE_MAX / 2) return 0;
    const size_t block = (size + overhead + alignment - 1) & ~(alignment - 1);
    return block < least ? least : block;
  }
};

namespace {

constexpr size_t page_size = 4096;

char* round_up_to_page(char* place) {
  const auto number = reinterpret_cast<uintptr_t>(place);
  return place + ((page_size - number % page_size) % page_size);
}

}  // namespace

Arena::Arena(size_t capacity) {
  // Strict overcommit (vm.overcommit_memory=2) or an RLIMIT_AS may refuse address space that would
  // never be used.
  void* place = MAP_FAILED;
  const size_t least = capacity / 16;
  for (; place == MAP_FAILED && capacity >= least && capacity >= page_size; capacity /= 2) {
    place = ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place != MAP_FAILED) break;
  }
  if (place == MAP_FAILED) {
    throw std::system_error(errno, std::system_category(), "cannot reserve memory for workers");
  }
  // A worker that needs a few pages must not be given two megabytes. A kernel without huge pages
  // refuses the advice, and needs none.
  ::madvise(place, capacity, MADV_NOHUGEPAGE);
  base_ = warm_end_ = top_ = static_cast<char*>(place);
  end_ = base_ + capacity;
}

Arena::~Arena() {
  ::munmap(base_, static_cast<size_t>(end_ - base_));
}

Arena::SizeClass Arena::class_of(size_t size) {
  const size_t units = size / alignment;
  if (units < second_levels) return {0, static_cast<unsigned>(units)};
  constexpr unsigned base_log = std::bit_width(second_levels) - 1;
  const unsigned log = static_cast<unsigned>(std::bit_width(units)) - 1;
  return {log - base_log + 1,
          static_cast<unsigned>(units >> (log - base_log)) & (second_levels - 1)};
}

void Arena::insert(Block* block) {
  const auto [first, second] = class_of(block->size());
  Block*& head = lists_[first][second];
  block->next = head;
  block->previous = nullptr;
  if (head != nullptr) head->previous = block;
  head = block;
  first_map_ |= 1u << first;
  second_maps_[first] |= 1u << second;
}

void Arena::unlink(Block* block) {
  if (block->next != nullptr) block->next->previous = block->previous;
  if (block->previous != nullptr) {
    block->previous->next = block->next;
    return;
  }
  const auto [first, second] = class_of(block->size());
  lists_[first][second] = block->next;
  if (block->next != nullptr) return;
  second_maps_[first] &= ~(1u << second);
  if (second_maps_[first] == 0) first_map_ &= ~(1u << first);
}

Arena::Block* Arena::find_fit(size_t size) {
  auto [first, second] = class_of(size);
  if (first >= first_levels) return nullptr;
  // Blocks of the same class may be smaller than asked: only its first one is looked at.
  if (Block* head = lists_[first][second]; head != nullptr && head->size() >= size) return head;
  // Any block of any greater class fits.
  const uint32_t here = second_maps_[first] & ~((2u << second) - 1);
  if (here != 0) return lists_[first][std::countr_zero(here)];
  const uint32_t above = first + 1 < first_levels ? first_map_ & ~((2u << first) - 1) : 0;
  if (above == 0) return nullptr;
  first = static_cast<unsigned>(std::countr_zero(above));
  return lists_[first][std::countr_zero(second_maps_[first])];
}

// Makes a free neighbourhood of a block that is in no list: joins it with what is free beside it.
void Arena::give_back(Block* block) {
  if (block->previous_free()) {
    Block* before = block->before();
    unlink(before);
    before->set_size(before->size() + block->size());
    block = before;
  }
  if (block->end() == top_) {
    // The block before top_ is never a free one, so nothing has to be told.
    top_ = reinterpret_cast<char*>(block);
    return;
  }
  Block* after = block->after();
  if (after->free()) {
    unlink(after);
    block->set_size(block->size() + after->size());
    // What came after a free block already knows that its predecessor is free.
    after = block->after();
  }
  block->size_and_flags |= Block::free_flag;
  after->size_and_flags |= Block::previous_free_flag;
  after->previous_size = block->size();
  insert(block);
}

// Cuts a used block down to `size`; the rest is given back if it is a block at all.
void Arena::trim(Block* block, size_t size) {
  const size_t rest = block->size() - size;
  if (rest < Block::least) return;
  block->set_size(size);
  Block* tail = block->after();
  tail->size_and_flags = rest;
  give_back(tail);
}

Arena::Block* Arena::take_fit(size_t size) {
  Block* block = find_fit(size);
  if (block == nullptr) return nullptr;
  // A rest that is too small to be a block comes along, if the limit has room for it.
  const size_t rest = block->size() - size;
  const size_t taken = rest < Block::least ? block->size() : size;
  if (!fits_limit(taken, size)) return nullptr;
  unlink(block);
  block->size_and_flags &= ~Block::free_flag;
  block->after()->size_and_flags &= ~Block::previous_free_flag;
  trim(block, size);
  return block;
}

Arena::Block* Arena::take_top(size_t size) {
  // The last block's user may use the first 8 bytes beyond it, so those must exist as well.
  if (size + Block::overhead > static_cast<size_t>(end_ - top_)) return nullptr;
  Block* block = reinterpret_cast<Block*>(top_);
  top_ += size;
  block->size_and_flags = size;
  return block;
}

// Whether a block that becomes `size` bytes may take `more`.
bool Arena::fits_limit(size_t more, size_t size) const {
  const size_t limit = size <= small ? limit_ : limit_ - kept_for_small_;
  return in_use_ <= limit && more <= limit - in_use_;
}

void Arena::count(size_t more) {
  in_use_ += more;
  if (in_use_ > peak_in_use_) peak_in_use_ = in_use_;
}

void* Arena::refuse() {
  exhausted_ = true;
  return nullptr;
}

Arena::Block* Arena::take_waiting(size_t size) {
  if (size > most_quick) return nullptr;
  const size_t list = size / alignment;
  Block* block = waiting_[list];
  if (block == nullptr) return nullptr;
  waiting_[list] = block->next;
  waiting_count_[list]--;
  return block;
}

// False: none waited.
bool Arena::join_waiting() {
  bool any = false;
  for (size_t list = 0; list < std::size(waiting_); list++) {
    while (Block* block = take_waiting(list * alignment)) {
      give_back(block);
      any = true;
    }
  }
  return any;
}

Arena::Block* Arena::take_anywhere(size_t size) {
  Block* block = take_fit(size);
  return block != nullptr ? block : take_top(size);
}

void* Arena::allocate(size_t size) {
  const size_t wanted = Block::for_user(size);
  if (wanted == 0 || !fits_limit(wanted, wanted)) return refuse();
  Block* block = take_waiting(wanted);
  if (block == nullptr) block = take_anywhere(wanted);
  if (block == nullptr && join_waiting()) block = take_anywhere(wanted);
  if (block == nullptr) return refuse();
  count(block->size());
  return block->user();
}

void* Arena::allocate_for_new(size_t size) {
  void* place = allocate(size);
  if (place != nullptr || last_resort_ == nullptr) return place;
  last_resort_(last_resort_place_);
  return allocate(size);
}

void Arena::release(void* place) {
  if (place == nullptr) return;
  Block* block = Block::of(place);
  in_use_ -= block->size();
  // Only read, so that its page stays shared.
  if (is_warm(block)) return;
  const size_t list = block->size() / alignment;
  if (block->size() > most_quick || waiting_count_[list] == most_waiting) return give_back(block);
  // For its neighbours it is in use.
  block->next = waiting_[list];
  waiting_[list] = block;
  waiting_count_[list]++;
}

bool Arena::grow_in_place(Block* block, size_t size) {
  const size_t more = size - block->size();
  if (!fits_limit(more, size)) return false;
  if (block->end() == top_) {
    if (more + Block::overhead > static_cast<size_t>(end_ - top_)) return false;
    top_ += more;
    block->set_size(size);
    count(more);
    return true;
  }
  Block* after = block->after();
  if (!after->free() || after->size() < more) return false;
  const size_t joined = block->size() + after->size();
  const size_t taken = joined - size < Block::least ? joined : size;
  const size_t before = block->size();
  if (!fits_limit(taken - before, size)) return false;
  unlink(after);
  block->set_size(joined);
  block->after()->size_and_flags &= ~Block::previous_free_flag;
  trim(block, size);
  count(block->size() - before);
  return true;
}

void* Arena::reallocate(void* place, size_t size) {
  if (place == nullptr) return allocate(size);
  if (size == 0) {
    release(place);
    return nullptr;
  }
  Block* block = Block::of(place);
  const size_t wanted = Block::for_user(size);
  if (wanted == 0) return refuse();
  if (wanted <= block->size()) {
    if (is_warm(block)) return place;
    const size_t before = block->size();
    trim(block, wanted);
    in_use_ -= before - block->size();
    return place;
  }
  if (!is_warm(block) && grow_in_place(block, wanted)) return place;
  void* moved = allocate(size);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, place, block->usable());
  release(place);
  return moved;
}

void Arena::seal() {
  first_map_ = 0;
  std::memset(second_maps_, 0, sizeof second_maps_);
  std::memset(lists_, 0, sizeof lists_);
  std::memset(waiting_, 0, sizeof waiting_);
  std::memset(waiting_count_, 0, sizeof waiting_count_);
  // Past the eight bytes that the last block may use of what follows it.
  top_ = round_up_to_page(top_ + Block::overhead);
  if (top_ > end_) top_ = end_;
  warm_end_ = top_;
}

void Arena::set_limit(size_t bytes) {
  limit_ = bytes < SIZE_MAX - in_use_ ? in_use_ + bytes : SIZE_MAX;
  kept_for_small_ = std::min(most_kept_for_small, bytes / 32);
}

bool Arena::return_excess() {
  // What is touched once stays resident, so this bounds what the process takes, as the limit bounds
  // what is in use. A little more than that: free room between blocks takes address space too.
  constexpr size_t slack = size_t{64} << 10;
  const size_t wanted = limit_ > in_use_ ? limit_ - in_use_ : 0;
  const size_t left = static_cast<size_t>(end_ - top_);
  if (wanted >= left / 2) return true;
  char* end = round_up_to_page(top_ + wanted + wanted / 64 + slack);
  if (end >= end_) return true;
  if (::munmap(end, static_cast<size_t>(end_ - end)) != 0) return false;
  end_ = end;
  return true;
}

void* Arena::duktape_alloc(void* arena, size_t size) {
  return static_cast<Arena*>(arena)->allocate(size);
}

void* Arena::duktape_realloc(void* arena, void* place, size_t size) {
  return static_cast<Arena*>(arena)->reallocate(place, size);
}

void Arena::duktape_free(void* arena, void* place) {
  static_cast<Arena*>(arena)->release(place);
}

}  // namespace skep
