// The bulk parts of a structured clone (proto/value_tags.h) on the side that reads: those that
// arrived as blocks become the engine's as they are.
#include <cstring>
#include <utility>

#include "engine/engine_blocks.h"
#include "sandbox/code_units.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {

// Leaves in rest_ the body.
void StructuredDeserializer::read_head(duk_context* ctx) {
  if (rest_.empty() || static_cast<uint8_t>(rest_.front()) != bulk_clone_version) {
    if (!blocks_.empty() || take_byte(ctx) != clone_version) fail(ctx);
    return;
  }
  if (!head_.read(all_)) fail(ctx);
  const size_t ends = head_.body_ends();
  if (!blocks_.empty()) {
    if (all_.size() != ends || blocks_.size() != head_.sizes.size()) fail(ctx);
    for (const BulkBlock& block : blocks_) {
      if (!block.whole()) fail(ctx);
      bulk_.push_back(block.bytes());
    }
  } else {
    if (all_.size() != ends + head_.all_bytes) fail(ctx);
    std::span<const std::byte> parts = all_.subspan(ends);
    for (const uint32_t size : head_.sizes) {
      bulk_.push_back(parts.first(size));
      parts = parts.subspan(size);
    }
  }
  all_ = all_.subspan(head_.body_begins - 1, head_.body_bytes + 1);
  rest_ = all_.subspan(1);
}

// The number of a part that was not used before, and what it has.
uint32_t StructuredDeserializer::take_bulk(duk_context* ctx, std::span<const std::byte>& bytes) {
  const auto number = static_cast<uint32_t>(take_varint(ctx, max_bulk_parts));
  if (number >= bulk_.size() || bulk_[number].data() == nullptr) fail(ctx);
  bytes = std::exchange(bulk_[number], {});
  duk_require_stack(ctx, 8);
  return number;
}

void StructuredDeserializer::read_bulk_text(duk_context* ctx) {
  std::span<const std::byte> bytes;
  const uint32_t number = take_bulk(ctx, bytes);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const bool ascii = ascii_prefix(text) == text.size();
  // Anything else could become a symbol, even a hidden one.
  if (!ascii && !is_engine_text(text)) fail(ctx);
  if (blocks_.empty()) {
    duk_push_lstring(ctx, text.data(), text.size());
  } else {
    engine_push_text_block(ctx, blocks_[number].release(), text.size(), ascii ? text.size() : 0);
  }
}

void StructuredDeserializer::read_bulk_buffer(duk_context* ctx) {
  const uint32_t object = new_number();
  std::span<const std::byte> bytes;
  const uint32_t number = take_bulk(ctx, bytes);
  if (blocks_.empty()) {
    void* place = duk_push_fixed_buffer(ctx, bytes.size());
    if (!bytes.empty()) std::memcpy(place, bytes.data(), bytes.size());
  } else {
    engine_push_buffer_block(ctx, blocks_[number].release(), bytes.size());
  }
  duk_push_buffer_object(ctx, -1, 0, bytes.size(), DUK_BUFOBJ_ARRAYBUFFER);
  duk_remove(ctx, -2);
  register_top(ctx, object);
}

}  // namespace skep
