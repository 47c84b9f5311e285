// Global operator new and delete of skep-cell: from the arena, so that C++ containers work after
// the lock-down and count against the worker's limit. Running out ends the worker: C++ code here
// holds no state that would be worth an exception.
//
// A sanitizer brings its own, which finds more.

#include <cstdint>
#include <new>
#include <unistd.h>

#include "confine/sanitizer_allowances.h"
#include "proto/cell.h"
#include "sandbox/process_arena.h"

#ifndef SKEP_SANITIZER_BUILD

namespace {

void* allocate_or_exit(size_t size) {
  void* place = skep::process_arena().allocate_for_new(size);
  if (place == nullptr) ::_exit(static_cast<int>(skep::CellExit::out_of_memory));
  return place;
}

// Over-aligned: the block's own address is kept just below what is handed out.
void* allocate_aligned_or_exit(size_t size, std::align_val_t alignment) {
  const auto step = static_cast<size_t>(alignment);
  if (size > SIZE_MAX - step) ::_exit(static_cast<int>(skep::CellExit::out_of_memory));
  const auto block = reinterpret_cast<uintptr_t>(allocate_or_exit(size + step));
  const uintptr_t place = (block + step) & ~(uintptr_t{step} - 1);
  reinterpret_cast<uintptr_t*>(place)[-1] = block;
  return reinterpret_cast<void*>(place);
}

void release_aligned(void* place) {
  if (place == nullptr) return;
  const uintptr_t block = static_cast<uintptr_t*>(place)[-1];
  skep::process_arena().release(reinterpret_cast<void*>(block));
}

}  // namespace

void* operator new(size_t size) {
  return allocate_or_exit(size);
}
void* operator new[](size_t size) {
  return allocate_or_exit(size);
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  return skep::process_arena().allocate_for_new(size);
}
void* operator new[](size_t size, const std::nothrow_t&) noexcept {
  return skep::process_arena().allocate_for_new(size);
}
void* operator new(size_t size, std::align_val_t alignment) {
  return allocate_aligned_or_exit(size, alignment);
}
void* operator new[](size_t size, std::align_val_t alignment) {
  return allocate_aligned_or_exit(size, alignment);
}

void operator delete(void* place) noexcept {
  skep::process_arena().release(place);
}
void operator delete[](void* place) noexcept {
  skep::process_arena().release(place);
}
void operator delete(void* place, size_t) noexcept {
  skep::process_arena().release(place);
}
void operator delete[](void* place, size_t) noexcept {
  skep::process_arena().release(place);
}
void operator delete(void* place, const std::nothrow_t&) noexcept {
  skep::process_arena().release(place);
}
void operator delete[](void* place, const std::nothrow_t&) noexcept {
  skep::process_arena().release(place);
}
void operator delete(void* place, std::align_val_t) noexcept {
  release_aligned(place);
}
void operator delete[](void* place, std::align_val_t) noexcept {
  release_aligned(place);
}
void operator delete(void* place, size_t, std::align_val_t) noexcept {
  release_aligned(place);
}
void operator delete[](void* place, size_t, std::align_val_t) noexcept {
  release_aligned(place);
}

#endif
