// The objects and hidden keys that the built-in classes written in C++ share.
//
// They are kept alive by the heap's stash, so plain pointers to them are good as long as the heap
// is, whatever a script does to the globals.
#pragma once

#include <cstdint>

#include <duktape.h>

namespace skep {

struct Intrinsics {
  // Objects.
  void* object_prototype;
  void* function_prototype;
  void* array;
  void* array_prototype;
  void* iterator_prototype;
  void* array_iterator_prototype;
  void* string_iterator_prototype;
  void* map_prototype;
  void* set_prototype;
  void* map_iterator_prototype;
  void* set_iterator_prototype;
  void* weak_map_prototype;
  void* weak_set_prototype;
  void* promise;
  void* promise_prototype;
  void* promise_then;
  void* aggregate_error_prototype;
  void* track_rejection;   // HostPromiseRejectionTracker
  void* generator_resume;  // of the library: see async_function.h
  void* jobs;              // see job_queue.h

  // Hidden symbols: the internal slots of instances.
  void* entries_key;    // Map, Set: the list of entries
  void* weak_key;       // WeakMap, WeakSet: its record
  void* cursor_key;     // iterators: position and kind
  void* target_key;     // iterators: what is iterated
  void* promise_key;    // Promise: its record
  void* generator_key;  // generators: their state

  uint32_t first_job;  // of those in `jobs`, the first that has not run
  uint32_t job_count;

  uint64_t weak_collections;  // made so far in this heap; each has a hidden symbol of its own
};

// Makes the record of this heap. First of all that is built in.
void open_intrinsics(duk_context* ctx);

// The record of this heap. Quick.
Intrinsics& intrinsics_of(duk_context* ctx);

// Keeps the value at the top of the stack alive, and leaves it there; gives its heap pointer.
void* keep_intrinsic(duk_context* ctx);

}  // namespace skep
