// The bulk parts of a structured clone (proto/value_tags.h) on the side that writes: the engine's
// own memory, copied once, to where the message goes.
//
// That takes that nothing changes it or lets go of it meanwhile. Only user code could: before any
// may run, what is referred to is copied, and from then on everything is.
#include <cstring>

#include "proto/value_bytes.h"
#include "proto/wire.h"
#include "sandbox/engine_layout.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// What is shorter is copied at once.
constexpr size_t least_bulk = 4096;

void append_varint(std::string& out, size_t number) {
  char bytes[most_varint_bytes];
  out.append(bytes, write_varint(bytes, number));
}

}  // namespace

bool StructuredSerializer::put_bulk(ValueTag tag, std::string_view bytes) {
  if (copies_ || bytes.size() < least_bulk || bulk_.size() == max_bulk_parts) return false;
  put(tag);
  put_varint(bulk_.size());
  bulk_.push_back(as_bytes(bytes));
  return true;
}

void StructuredSerializer::put_string(std::string_view text) {
  if (text.size() >= least_bulk && is_engine_text(text) && put_bulk(ValueTag::bulk_text, text)) {
    return;
  }
  put(ValueTag::string);
  put_text(text);
}

// The ArrayBuffer at the top of the stack, with its tag.
void StructuredSerializer::put_array_buffer(duk_context* ctx) {
  duk_size_t length = 0;
  const auto* bytes = reinterpret_cast<const char*>(window_bytes(ctx, -1, length));
  if (put_bulk(ValueTag::bulk_buffer, {bytes, length})) return;
  put(ValueTag::array_buffer);
  put_varint(length);
  if (length != 0) out_.append(bytes, length);
}

// User code is about to run, and may do so until the end.
void StructuredSerializer::note_user_code() {
  if (user_code_) return;
  user_code_ = true;
  copies_ = true;
  for (Part& part : bulk_) {
    const auto* bytes = reinterpret_cast<const char*>(part.data());
    part = as_bytes(std::string_view(copied_.emplace_back(bytes, part.size())));
  }
}

std::span<const StructuredSerializer::Part> StructuredSerializer::parts() {
  parts_.clear();
  const std::span<const std::byte> plain = as_bytes(std::string_view(out_));
  if (bulk_.empty()) {
    parts_.push_back(plain);
    return parts_;
  }
  // The same body behind another head.
  const auto body = plain.subspan(1);
  head_.assign(1, static_cast<char>(bulk_clone_version));
  append_varint(head_, bulk_.size());
  append_varint(head_, body.size());
  for (const Part& part : bulk_) append_varint(head_, part.size());
  parts_.push_back(as_bytes(std::string_view(head_)));
  parts_.push_back(body);
  parts_.insert(parts_.end(), bulk_.begin(), bulk_.end());
  return parts_;
}

size_t StructuredSerializer::size() {
  size_t size = 0;
  for (const Part& part : parts()) size += part.size();
  return size;
}

void StructuredSerializer::push_bytes(duk_context* ctx) {
  auto* place = static_cast<std::byte*>(duk_push_fixed_buffer(ctx, size()));
  for (const Part& part : parts()) {
    if (!part.empty()) std::memcpy(place, part.data(), part.size());
    place += part.size();
  }
}

std::string StructuredSerializer::bytes() {
  std::string all;
  all.reserve(size());
  for (const Part& part : parts()) {
    all.append(reinterpret_cast<const char*>(part.data()), part.size());
  }
  return all;
}

}  // namespace skep
