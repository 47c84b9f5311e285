#include "sandbox/serialize_leaf.h"

#include <cstring>

#include "engine/engine_extras.h"
#include "proto/value_bytes.h"
#include "sandbox/engine_layout.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// Tag and varint of 32 bits.
constexpr size_t most_before_bytes = 1 + 5;

}  // namespace

bool LeafWriter::put_string(std::string_view text) {
  // What no UTF-16 string can hold is repaired by the general way.
  if (text.size() > sizeof bytes_ || !has_room(most_before_bytes + text.size()) ||
      !is_engine_text(text)) {
    return false;
  }
  put(ValueTag::string);
  length_ += write_varint(bytes_ + length_, text.size());
  std::memcpy(bytes_ + length_, text.data(), text.size());
  length_ += text.size();
  return true;
}

bool LeafWriter::put_number(double number) {
  if (!has_room(most_number_bytes)) return false;
  length_ += write_number(bytes_ + length_, number);
  return true;
}

bool LeafWriter::write_object(duk_context* ctx, const void* object) {
  if (!has_no_array_part(object)) return false;
  if (!has_room(1)) return false;
  put(ValueTag::object);
  engine_entry entry;
  for (duk_uint_t at = 0;; at++) {
    const engine_entry_kind kind = engine_entry_at(ctx, object, at, &entry);
    if (kind == ENGINE_ENTRY_PASSED) continue;
    if (kind == ENGINE_ENTRY_END) break;
    if (kind == ENGINE_ENTRY_OTHER || !put_string({entry.key, entry.key_length})) return false;
    if (!has_room(1)) return false;
    switch (kind) {
      case ENGINE_ENTRY_UNDEFINED: put(ValueTag::undefined); break;
      case ENGINE_ENTRY_NULL: put(ValueTag::null); break;
      case ENGINE_ENTRY_FALSE: put(ValueTag::false_value); break;
      case ENGINE_ENTRY_TRUE: put(ValueTag::true_value); break;
      case ENGINE_ENTRY_NUMBER:
        if (!put_number(entry.number)) return false;
        break;
      default:
        if (!put_string({entry.text, entry.length})) return false;
        break;
    }
  }
  if (!has_room(1)) return false;
  put(ValueTag::end);
  return true;
}

bool LeafWriter::write_message(duk_context* ctx, duk_idx_t index) {
  put_byte(clone_version);
  put_byte(0);  // nothing is transferred
  switch (duk_get_type(ctx, index)) {
    case DUK_TYPE_UNDEFINED: put(ValueTag::undefined); return true;
    case DUK_TYPE_NULL: put(ValueTag::null); return true;
    case DUK_TYPE_BOOLEAN:
      put(duk_get_boolean(ctx, index) ? ValueTag::true_value : ValueTag::false_value);
      return true;
    case DUK_TYPE_NUMBER: return put_number(duk_get_number(ctx, index));
    case DUK_TYPE_STRING:
      return !duk_is_symbol(ctx, index) && put_string(engine_text_at(ctx, index));
    case DUK_TYPE_OBJECT: {
      const void* object = duk_get_heapptr(ctx, index);
      return object != nullptr && !is_proxy(object) && class_of(object) == EngineClass::object &&
             !has_hidden_property(object) && write_object(ctx, object);
    }
    default: return false;
  }
}

}  // namespace skep
