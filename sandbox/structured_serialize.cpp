#include <charconv>

#include "proto/value_bytes.h"
#include "sandbox/engine_layout.h"
#include "sandbox/realm.h"
#include "sandbox/serialize_leaf.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// `key` is an array index less than `bound`.
bool is_index_below(std::string_view key, uint32_t bound) {
  uint32_t index;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  return error == std::errc() && end == key.data() + key.size() && index < bound;
}

}  // namespace

void StructuredSerializer::refuse(duk_context* ctx, const char* message) {
  throw_dom_exception(ctx, "DataCloneError", message);
}

void StructuredSerializer::put_varint(uint64_t number) {
  char bytes[most_varint_bytes];
  out_.append(bytes, write_varint(bytes, number));
}

void StructuredSerializer::put_double(double number) {
  char bytes[sizeof number];
  write_double(bytes, number);
  out_.append(bytes, sizeof bytes);
}

void StructuredSerializer::put_text(std::string_view text) {
  if (is_engine_text(text)) {
    put_varint(text.size());
    out_.append(text);
  } else {
    const std::string repaired = repaired_engine_text(text);
    put_varint(repaired.size());
    out_.append(repaired);
  }
}

void StructuredSerializer::put_number(double number) {
  char bytes[most_number_bytes];
  out_.append(bytes, write_number(bytes, number));
}

// https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializewithtransfer
duk_ret_t StructuredSerializer::run(duk_context* ctx, duk_idx_t value, duk_idx_t transfer) {
  value = duk_normalize_index(ctx, value);
  transfer_ = duk_normalize_index(ctx, transfer);
  if (LeafWriter simple; duk_is_undefined(ctx, transfer_) && simple.write_message(ctx, value)) {
    out_ = simple.bytes();
    duk_dup(ctx, value);
    return 1;
  }
  const duk_idx_t top = duk_get_top(ctx);
  duk_require_stack(ctx, 32);
  keep_alive_ = duk_push_bare_array(ctx);
  begin_transfer(ctx);
  // 3. Let serialized be ? StructuredSerializeInternal(value, false, memory).
  duk_dup(ctx, value);
  visit_all(ctx);
  finish_transfer(ctx);
  duk_set_top(ctx, top + 1);
  // A string that is the whole value is in no object's keeping.
  if (!duk_is_object(ctx, value)) duk_dup(ctx, value);
  return 1;
}

// https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializeinternal — with
// the recursion of its step 26 turned inside out: the value at the top of the stack and all it
// leads to.
void StructuredSerializer::visit_all(duk_context* ctx) {
  bool more = visit(ctx);
  while (more || !frames_.empty()) more = more ? visit(ctx) : step(ctx);
}

// Takes the value at the top; writes it, or as much of it as its beginning. True: another value
// lies there now, to be visited next.
bool StructuredSerializer::visit(duk_context* ctx) {
  switch (duk_get_type(ctx, -1)) {
    case DUK_TYPE_UNDEFINED: put(ValueTag::undefined); break;
    case DUK_TYPE_NULL: put(ValueTag::null); break;
    case DUK_TYPE_BOOLEAN:
      put(duk_get_boolean(ctx, -1) ? ValueTag::true_value : ValueTag::false_value);
      break;
    case DUK_TYPE_NUMBER: put_number(duk_get_number(ctx, -1)); break;
    case DUK_TYPE_STRING:
      // 5. If value is a Symbol, then throw a "DataCloneError" DOMException.
      if (duk_is_symbol(ctx, -1)) refuse(ctx, "A Symbol cannot be cloned");
      put_string(engine_text_at(ctx, -1));
      break;
    case DUK_TYPE_OBJECT: return visit_object(ctx);
    default: refuse(ctx, "The value cannot be cloned");
  }
  duk_pop(ctx);
  return false;
}

// The container's state is at the top of the stack and stays there while its frame lasts.
void StructuredSerializer::begin(duk_context* ctx, Kind kind, uint32_t count) {
  if (frames_.size() >= most_frames || !duk_check_stack(ctx, 32)) {
    refuse(ctx, "The value is nested too deeply");
  }
  frames_.push_back({kind, 0, count});
}

// Goes on with the container that began last. True: a value of it lies at the top, to be visited.
bool StructuredSerializer::step(duk_context* ctx) {
  Frame& frame = frames_.back();
  switch (frame.kind) {
    case Kind::elements: return step_elements(ctx, frame);
    case Kind::map:
    case Kind::set:
      if (frame.next < frame.count) {
        duk_get_prop_index(ctx, -1, frame.next++);
        return true;
      }
      break;
    case Kind::object:
    case Kind::array_properties:
      if (step_properties(ctx, frame)) return true;
      break;
  }
  put(ValueTag::end);
  duk_pop(ctx);
  frames_.pop_back();
  return false;
}

// 26.4. … for each key in enumerableKeys: if ! HasOwnProperty(value, key) is true, then let
//       inputValue be ? value.[[Get]](key, value). The keys are those of when the object began.
bool StructuredSerializer::step_properties(duk_context* ctx, const Frame& frame) {
  const duk_idx_t keys = duk_get_top_index(ctx);
  while (duk_next(ctx, keys, user_code_ ? 0 : 1)) {
    const std::string_view key = engine_text_at(ctx, keys + 1);
    const bool wanted = !(frame.next != 0 && is_index_below(key, frame.next)) &&
                        !(frame.plain && !is_index_below(key, frame.count));
    if (wanted && user_code_) {
      duk_get_prop_string(ctx, keys, DUK_INTERNAL_SYMBOL("Target"));
      duk_dup(ctx, keys + 1);
      duk_get_prop_desc(ctx, -2, 0);
      const bool own = duk_is_object(ctx, -1) != 0;
      duk_pop(ctx);
      if (own) {
        duk_dup(ctx, keys + 1);
        duk_get_prop(ctx, -2);
        duk_replace(ctx, keys + 2);
      }
      duk_set_top(ctx, own ? keys + 3 : keys + 1);
      if (!own) continue;
    }
    if (!wanted) {
      duk_set_top(ctx, keys + 1);
      continue;
    }
    put(ValueTag::string);
    put_text(engine_text_at(ctx, keys + 1));
    duk_remove(ctx, keys + 1);
    return true;
  }
  return false;
}

// The dense part of an array goes element by element; what follows, if anything, by its keys.
bool StructuredSerializer::step_elements(duk_context* ctx, Frame& frame) {
  void* array = duk_get_heapptr(ctx, -1);
  if (frame.next < frame.count && is_dense_element(array, frame.next)) {
    duk_get_prop_index(ctx, -1, frame.next++);
    return true;
  }
  put(ValueTag::elements_end);
  frame.kind = Kind::array_properties;
  if (frame.next == frame.count && (frame.plain || has_no_named_properties(array))) {
    put(ValueTag::end);
    duk_pop(ctx);
    frames_.pop_back();
    return false;
  }
  duk_enum(ctx, -1, DUK_ENUM_OWN_PROPERTIES_ONLY | DUK_ENUM_SORT_ARRAY_INDICES);
  duk_remove(ctx, -2);
  return false;
}

}  // namespace skep
