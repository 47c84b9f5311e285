// The names of properties that messages brought lately, as strings of the heap: most messages have
// the same few again and again, and finding one here is quicker than to hash and intern it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <duktape.h>

namespace skep {

class KeyCache {
 public:
  // With the warm heap, whose stash keeps the strings alive.
  void open(duk_context* ctx);

  // Pushes the string of these bytes, engine text or not, and returns its heap pointer; null, with
  // nothing pushed, if they are no engine text.
  void* push(duk_context* ctx, std::string_view bytes);

 private:
  static constexpr size_t places = 64;  // a power of two
  static constexpr size_t longest = 32;
  struct Entry {
    const char* text = nullptr;  // in the string itself
    size_t length = 0;
    void* string = nullptr;
  };
  Entry entries_[places];
  void* kept_ = nullptr;  // the array that refers to the strings, by place
};

}  // namespace skep
