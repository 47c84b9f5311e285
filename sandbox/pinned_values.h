// JavaScript values that C++ keeps for later: callbacks of timers and tasks.
#pragma once

#include <cstdint>
#include <vector>

#include <duktape.h>

namespace skep {

class PinnedValues {
 public:
  // Makes the array that holds them, in the heap's stash. Once.
  void open(duk_context* ctx);

  // Takes the value off the top of the stack and keeps it alive. May throw a Duktape error, and
  // then keeps nothing.
  uint32_t pin(duk_context* ctx);
  // Pushes a kept value.
  void push(duk_context* ctx, uint32_t number) const;
  void unpin(duk_context* ctx, uint32_t number);
  // push and unpin.
  void take(duk_context* ctx, uint32_t number);

 private:
  void* array_ = nullptr;
  std::vector<uint32_t> free_;
  uint32_t next_ = 0;
};

}  // namespace skep
