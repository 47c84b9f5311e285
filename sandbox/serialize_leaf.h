// StructuredSerialize of what most messages are: one object of primitive values, or one primitive
// value. Written to a buffer of fixed size, it allocates nothing, throws nothing and runs nothing.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <duktape.h>

#include "proto/value_tags.h"

namespace skep {

class LeafWriter {
 public:
  // The object, in a message or within another object. False: it is not such a one, or is too long,
  // and what was written makes no sense.
  bool write_object(duk_context* ctx, const void* object);

  // A whole message that is the value at `index`. False as above.
  bool write_message(duk_context* ctx, duk_idx_t index);

  std::string_view bytes() const { return {bytes_, length_}; }

 private:
  // Of one item: a tag, two lengths, a key.
  static constexpr size_t most_bytes = 1024;

  bool has_room(size_t more) const { return more <= sizeof bytes_ - length_; }
  void put(ValueTag tag) { bytes_[length_++] = static_cast<char>(tag); }
  void put_byte(unsigned byte) { bytes_[length_++] = static_cast<char>(byte); }
  bool put_string(std::string_view text);
  bool put_number(double number);

  size_t length_ = 0;
  char bytes_[most_bytes];
};

}  // namespace skep
