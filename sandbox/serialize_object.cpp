// What StructuredSerialize writes for one object, by its class.
#include "sandbox/clone_builtins.h"
#include "sandbox/engine_layout.h"
#include "sandbox/error_position.h"
#include "sandbox/realm.h"
#include "sandbox/serialize_leaf.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// A name that the library puts on objects of users, who may not know it is there.
bool is_library_mark(std::string_view key) {
  constexpr std::string_view weak = DUK_HIDDEN_SYMBOL("lib:weak");
  if (key.starts_with(weak)) return key.size() > weak.size();
  return key == DUK_HIDDEN_SYMBOL("lib:regexp") || key == DUK_HIDDEN_SYMBOL("lib:native");
}

// Some slot makes the object at `index` a platform object.
bool carries_slot(duk_context* ctx, duk_idx_t index) {
  duk_enum(ctx, index,
           DUK_ENUM_OWN_PROPERTIES_ONLY | DUK_ENUM_INCLUDE_HIDDEN | DUK_ENUM_INCLUDE_SYMBOLS |
               DUK_ENUM_INCLUDE_NONENUMERABLE);
  bool found = false;
  while (!found && duk_next(ctx, -1, 0)) {
    duk_size_t length;
    const char* key = duk_get_lstring(ctx, -1, &length);
    found = length > 0 && key[0] == '\xFF' && !is_library_mark({key, length});
    duk_pop(ctx);
  }
  duk_pop(ctx);
  return found;
}

ErrorName error_name(std::string_view name) {
  // "If name is not one of …, then set name to "Error"."
  constexpr std::string_view names[] = {"Error",       "EvalError", "RangeError", "ReferenceError",
                                        "SyntaxError", "TypeError", "URIError"};
  for (uint8_t i = 0; i < std::size(names); i++) {
    if (names[i] == name) return static_cast<ErrorName>(i);
  }
  return ErrorName::error;
}

}  // namespace

bool StructuredSerializer::visit_object(duk_context* ctx) {
  void* object = duk_get_heapptr(ctx, -1);
  // A Proxy and a function have internal slots that no other case below admits.
  if (is_proxy(object)) refuse(ctx, "A Proxy cannot be cloned");
  if (duk_is_callable(ctx, -1)) refuse(ctx, "A function cannot be cloned");
  // 2. If memory[value] exists, then return memory[value].
  bool known;
  const uint32_t number = seen_.number(object, known);
  if (known) {
    put(ValueTag::reference);
    put_varint(number);
    duk_pop(ctx);
    return false;
  }
  duk_dup(ctx, -1);
  duk_put_prop_index(ctx, keep_alive_, number);

  if (has_accessor(object)) note_user_code();
  if (has_hidden_property(object)) {
    if (has_own_value(ctx, -1, DUK_HIDDEN_SYMBOL("serialize"))) return visit_platform(ctx);
    if (push_collection_entries(ctx, -1)) {
      const bool is_map = collection_of(ctx, -2) == Collection::map;
      duk_remove(ctx, -2);
      put(is_map ? ValueTag::map : ValueTag::set);
      begin(ctx, is_map ? Kind::map : Kind::set, static_cast<uint32_t>(duk_get_length(ctx, -1)));
      return false;
    }
    if (has_own_value(ctx, -1, DUK_HIDDEN_SYMBOL("transfer"))) {
      refuse(ctx, "The object can only be transferred, and is not in the transfer list");
    }
    if (carries_slot(ctx, -1)) refuse(ctx, "The object cannot be cloned");
  }
  switch (class_of(object)) {
    case EngineClass::boolean:
      duk_get_prop_string(ctx, -1, DUK_INTERNAL_SYMBOL("Value"));
      put(duk_get_boolean(ctx, -1) ? ValueTag::true_object : ValueTag::false_object);
      duk_pop_2(ctx);
      return false;
    case EngineClass::number:
      duk_get_prop_string(ctx, -1, DUK_INTERNAL_SYMBOL("Value"));
      put(ValueTag::number_object);
      put_double(duk_get_number(ctx, -1));
      duk_pop_2(ctx);
      return false;
    case EngineClass::string:
      duk_get_prop_string(ctx, -1, DUK_INTERNAL_SYMBOL("Value"));
      put(ValueTag::string_object);
      put_text(engine_text_at(ctx, -1));
      duk_pop_2(ctx);
      return false;
    case EngineClass::date:
      duk_get_prop_string(ctx, -1, DUK_INTERNAL_SYMBOL("Value"));
      put(ValueTag::date);
      put_double(duk_get_number(ctx, -1));
      duk_pop_2(ctx);
      return false;
    case EngineClass::regexp: write_regexp(ctx); return false;
    case EngineClass::error: return visit_error(ctx);
    case EngineClass::array_buffer:
      if (is_detached(ctx, -1)) refuse(ctx, "A detached ArrayBuffer cannot be cloned");
      put_array_buffer(ctx);
      duk_pop(ctx);
      return false;
    case EngineClass::array: {
      const auto length = static_cast<uint32_t>(duk_get_length(ctx, -1));
      put(ValueTag::array);
      put_varint(length);
      begin(ctx, Kind::elements, length);
      frames_.back().plain = has_no_named_properties(object);
      return false;
    }
    case EngineClass::object:
    case EngineClass::arguments:
    case EngineClass::json:
    case EngineClass::math:
      if (LeafWriter leaf; leaf.write_object(ctx, object)) {
        out_.append(leaf.bytes());
        duk_pop(ctx);
        return false;
      }
      put(ValueTag::object);
      duk_enum(ctx, -1, DUK_ENUM_OWN_PROPERTIES_ONLY | DUK_ENUM_SORT_ARRAY_INDICES);
      duk_remove(ctx, -2);
      begin(ctx, Kind::object);
      return false;
    default: break;
  }
  const auto engine_class = static_cast<uint8_t>(class_of(object));
  constexpr auto first_view = static_cast<uint8_t>(EngineClass::data_view);
  constexpr auto last_view = static_cast<uint8_t>(EngineClass::float64_array);
  if (engine_class < first_view || engine_class > last_view) {
    refuse(ctx, "The object cannot be cloned");
  }
  return visit_view(ctx, engine_class - first_view);
}

bool StructuredSerializer::visit_view(duk_context* ctx, uint8_t view_kind) {
  const BufferWindow window = window_of(duk_get_heapptr(ctx, -1));
  put(ValueTag::view);
  put_byte(view_kind);
  put_varint(window.offset);
  put_varint(window.length);
  // 14.1. … Let buffer be the value of value's [[ViewedArrayBuffer]] internal slot.
  push_captured(ctx, Captured::view_buffer);
  duk_insert(ctx, -2);
  duk_call_method(ctx, 0);
  return true;
}

void StructuredSerializer::write_regexp(duk_context* ctx) {
  push_regexp_parts(ctx);
  put(ValueTag::regexp);
  put_text(engine_text_at(ctx, -2));
  put_text(engine_text_at(ctx, -1));
  duk_pop_3(ctx);
}

bool StructuredSerializer::visit_error(duk_context* ctx) {
  const duk_idx_t object = duk_normalize_index(ctx, -1);
  note_user_code();
  // 17.1. Let name be ? Get(value, "name").
  duk_get_prop_string(ctx, object, "name");
  const bool named = duk_is_string(ctx, -1) != 0 && duk_is_symbol(ctx, -1) == 0;
  const ErrorName name = named ? error_name(engine_text_at(ctx, -1)) : ErrorName::error;
  uint8_t parts = 0;
  // 17.3. Let valueMessageDesc be ? value.[[GetOwnProperty]]("message").
  // 17.4. Let message be undefined if IsDataDescriptor(valueMessageDesc) is false, and
  //       ? ToString(valueMessageDesc.[[Value]]) otherwise.
  if (push_own_value(ctx, object, "message")) {
    duk_to_string(ctx, -1);
    parts |= error_has_message;
  } else {
    duk_push_undefined(ctx);
  }
  if (push_own_value(ctx, object, "cause")) {
    parts |= error_has_cause;
  } else {
    duk_push_undefined(ctx);
  }
  // "User agents should attach a serialized representation of any interesting accompanying data".
  std::string& stack = realm_of(ctx).positions.text;
  if (push_own_value(ctx, object, "stack") && duk_is_string(ctx, -1) && !duk_is_symbol(ctx, -1)) {
    stack = engine_text_at(ctx, -1);
  } else {
    find_stack(ctx, object, named ? engine_text_at(ctx, object + 1) : "Error",
               engine_text_at(ctx, object + 2));
  }
  duk_set_top(ctx, object + 4);
  if (!stack.empty()) parts |= error_has_stack;
  put(ValueTag::error);
  put_byte(static_cast<uint8_t>(name));
  put_byte(parts);
  if ((parts & error_has_message) != 0) put_text(engine_text_at(ctx, -2));
  if ((parts & error_has_stack) != 0) put_text(stack);
  // The cause is visited next, and everything below it goes.
  duk_replace(ctx, object);
  duk_set_top(ctx, object + 1);
  if ((parts & error_has_cause) != 0) return true;
  duk_pop(ctx);
  return false;
}

bool StructuredSerializer::visit_platform(duk_context* ctx) {
  // 23.3. Perform the serialization steps for value's primary interface.
  duk_push_heapptr(ctx, realm_of(ctx).hooks);
  duk_get_prop_string(ctx, -1, "serializePlatform");
  duk_remove(ctx, -2);
  duk_get_prop_string(ctx, -2, DUK_HIDDEN_SYMBOL("serialize"));
  put(ValueTag::platform);
  // What the hook gives lasts no longer than it takes to write it.
  copies_ = true;
  put_text(engine_text_at(ctx, -1));
  duk_dup(ctx, -3);
  duk_call(ctx, 2);
  duk_remove(ctx, -2);
  return true;
}

}  // namespace skep
