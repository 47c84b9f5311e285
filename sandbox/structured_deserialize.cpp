#include <cstring>

#include "proto/value_bytes.h"
#include "sandbox/clone_builtins.h"
#include "sandbox/engine_layout.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

// https://html.spec.whatwg.org/multipage/structured-data.html#structureddeserialize
//
// No user code runs here. Containers have no prototype while they are filled, so that no setter can
// meet a key; constructors and prototypes are those of the engine, not what the globals name now.

namespace skep {
namespace {

struct ViewType {
  duk_uint_t flag;
  uint32_t element_size;
};
constexpr ViewType view_types[] = {
    {DUK_BUFOBJ_DATAVIEW, 1},          {DUK_BUFOBJ_INT8ARRAY, 1},   {DUK_BUFOBJ_UINT8ARRAY, 1},
    {DUK_BUFOBJ_UINT8CLAMPEDARRAY, 1}, {DUK_BUFOBJ_INT16ARRAY, 2},  {DUK_BUFOBJ_UINT16ARRAY, 2},
    {DUK_BUFOBJ_INT32ARRAY, 4},        {DUK_BUFOBJ_UINT32ARRAY, 4}, {DUK_BUFOBJ_FLOAT32ARRAY, 4},
    {DUK_BUFOBJ_FLOAT64ARRAY, 8},
};

constexpr duk_errcode_t error_codes[] = {
    DUK_ERR_ERROR,        DUK_ERR_EVAL_ERROR, DUK_ERR_RANGE_ERROR, DUK_ERR_REFERENCE_ERROR,
    DUK_ERR_SYNTAX_ERROR, DUK_ERR_TYPE_ERROR, DUK_ERR_URI_ERROR,
};

}  // namespace

void StructuredDeserializer::fail(duk_context* ctx) {
  throw_dom_exception(ctx, "DataCloneError", "The message cannot be deserialized");
}

uint8_t StructuredDeserializer::take_byte(duk_context* ctx) {
  if (rest_.empty()) fail(ctx);
  const auto byte = static_cast<uint8_t>(rest_[0]);
  rest_ = rest_.subspan(1);
  return byte;
}

uint64_t StructuredDeserializer::take_varint(duk_context* ctx, uint64_t most) {
  uint64_t number;
  if (!read_varint(rest_, most, number)) fail(ctx);
  return number;
}

// A number of bytes that are all there: nothing is allocated for what was not sent.
uint32_t StructuredDeserializer::take_length(duk_context* ctx) {
  const uint64_t length = take_varint(ctx, UINT32_MAX);
  if (length > rest_.size()) fail(ctx);
  return static_cast<uint32_t>(length);
}

double StructuredDeserializer::take_double(duk_context* ctx) {
  if (rest_.size() < sizeof(double)) fail(ctx);
  const double number = read_double(rest_.data());
  rest_ = rest_.subspan(sizeof number);
  return number;
}

std::string_view StructuredDeserializer::take_text(duk_context* ctx) {
  const uint32_t length = take_length(ctx);
  const std::string_view text(reinterpret_cast<const char*>(rest_.data()), length);
  // Anything else could become a symbol, even a hidden one.
  if (!is_engine_text(text)) fail(ctx);
  rest_ = rest_.subspan(length);
  return text;
}

duk_ret_t StructuredDeserializer::run(duk_context* ctx) {
  duk_require_stack(ctx, 32);
  // The array of all objects, once one has to be in it.
  made_ = duk_get_top(ctx);
  duk_push_undefined(ctx);
  read_head(ctx);
  read_transferred(ctx);
  read_all(ctx);
  if (!rest_.empty()) fail(ctx);
  return 1;
}

void StructuredDeserializer::read_all(duk_context* ctx) {
  bool complete = read_value(ctx, static_cast<ValueTag>(take_byte(ctx)));
  while (!complete || !frames_.empty()) complete = complete ? add(ctx) : step(ctx);
}

void StructuredDeserializer::register_top(duk_context* ctx, uint32_t number) {
  if (duk_is_undefined(ctx, made_)) {
    duk_push_bare_array(ctx);
    duk_replace(ctx, made_);
  }
  duk_dup(ctx, -1);
  duk_put_prop_index(ctx, made_, number);
}

// A container at the top of the stack begins; what follows belongs to it.
void StructuredDeserializer::open(duk_context* ctx, Kind kind, uint32_t number) {
  if (!duk_check_stack(ctx, 32)) fail(ctx);
  frames_.push_back({kind, false, number, 0, 0});
}

// Pushes the value that `tag` begins. False: it is a container whose content comes next.
bool StructuredDeserializer::read_value(duk_context* ctx, ValueTag tag) {
  switch (tag) {
    case ValueTag::undefined: duk_push_undefined(ctx); return true;
    case ValueTag::null: duk_push_null(ctx); return true;
    case ValueTag::true_value: duk_push_true(ctx); return true;
    case ValueTag::false_value: duk_push_false(ctx); return true;
    case ValueTag::integer: {
      const auto zigzag = static_cast<uint32_t>(take_varint(ctx, UINT32_MAX));
      duk_push_int(ctx, integer_of_zigzag(zigzag));
      return true;
    }
    case ValueTag::number: duk_push_number(ctx, take_double(ctx)); return true;
    case ValueTag::string: {
      const std::string_view text = take_text(ctx);
      duk_push_lstring(ctx, text.data(), text.size());
      return true;
    }
    case ValueTag::reference: {
      if (next_number_ == 0 || duk_is_undefined(ctx, made_)) fail(ctx);
      const uint64_t number = take_varint(ctx, next_number_ - 1);
      // One whose making is not finished (a view, a platform object) has not been registered.
      if (!duk_get_prop_index(ctx, made_, static_cast<duk_uarridx_t>(number))) fail(ctx);
      return true;
    }
    case ValueTag::true_object:
    case ValueTag::false_object:
    case ValueTag::number_object:
    case ValueTag::string_object:
    case ValueTag::date: read_boxed(ctx, tag); return true;
    case ValueTag::regexp: read_regexp(ctx); return true;
    case ValueTag::array_buffer: read_array_buffer(ctx); return true;
    case ValueTag::bulk_text: read_bulk_text(ctx); return true;
    case ValueTag::bulk_buffer: read_bulk_buffer(ctx); return true;
    case ValueTag::view: read_view(ctx); return true;
    case ValueTag::error: return read_error(ctx);
    case ValueTag::array: read_array(ctx); return false;
    case ValueTag::platform: read_platform(ctx); return false;
    case ValueTag::object: {
      if (read_leaf(ctx)) return true;
      const uint32_t number = new_number();
      duk_push_bare_object(ctx);
      register_top(ctx, number);
      open(ctx, Kind::object, number);
      return false;
    }
    case ValueTag::map:
    case ValueTag::set: {
      const uint32_t number = new_number();
      push_captured(ctx, tag == ValueTag::map ? Captured::map : Captured::set);
      duk_new(ctx, 0);
      register_top(ctx, number);
      open(ctx, tag == ValueTag::map ? Kind::map : Kind::set, number);
      return false;
    }
    case ValueTag::hole:
    case ValueTag::elements_end:
    case ValueTag::end: break;
  }
  fail(ctx);
}

void StructuredDeserializer::read_boxed(duk_context* ctx, ValueTag tag) {
  const uint32_t number = new_number();
  if (tag == ValueTag::date) {
    push_captured(ctx, Captured::date);
    duk_push_number(ctx, take_double(ctx));
    duk_new(ctx, 1);
  } else {
    if (tag == ValueTag::number_object) {
      duk_push_number(ctx, take_double(ctx));
    } else if (tag == ValueTag::string_object) {
      const std::string_view text = take_text(ctx);
      duk_push_lstring(ctx, text.data(), text.size());
    } else {
      duk_push_boolean(ctx, tag == ValueTag::true_object);
    }
    duk_to_object(ctx, -1);
  }
  register_top(ctx, number);
}

void StructuredDeserializer::read_regexp(duk_context* ctx) {
  const uint32_t number = new_number();
  push_captured(ctx, Captured::regexp);
  const std::string_view source = take_text(ctx);
  duk_push_lstring(ctx, source.data(), source.size());
  const std::string_view flags = take_text(ctx);
  duk_push_lstring(ctx, flags.data(), flags.size());
  // Throws a SyntaxError on what no regular expression has; the caller sees no difference.
  duk_new(ctx, 2);
  register_top(ctx, number);
}

void StructuredDeserializer::read_array_buffer(duk_context* ctx) {
  const uint32_t number = new_number();
  const uint32_t length = take_length(ctx);
  void* bytes = duk_push_fixed_buffer(ctx, length);
  if (length != 0) std::memcpy(bytes, rest_.data(), length);
  rest_ = rest_.subspan(length);
  duk_push_buffer_object(ctx, -1, 0, length, DUK_BUFOBJ_ARRAYBUFFER);
  duk_remove(ctx, -2);
  register_top(ctx, number);
}

void StructuredDeserializer::read_view(duk_context* ctx) {
  const uint32_t number = new_number();
  const uint8_t kind = take_byte(ctx);
  if (kind >= std::size(view_types)) fail(ctx);
  const ViewType& type = view_types[kind];
  const uint64_t offset = take_varint(ctx, UINT32_MAX);
  const uint64_t length = take_varint(ctx, UINT32_MAX);
  const auto tag = static_cast<ValueTag>(take_byte(ctx));
  if (tag != ValueTag::array_buffer && tag != ValueTag::bulk_buffer && tag != ValueTag::reference) {
    fail(ctx);
  }
  read_value(ctx, tag);
  const void* buffer = duk_is_object(ctx, -1) ? duk_get_heapptr(ctx, -1) : nullptr;
  if (buffer == nullptr || is_proxy(buffer) || class_of(buffer) != EngineClass::array_buffer) {
    fail(ctx);
  }
  if (offset + length > window_of(buffer).length || offset % type.element_size != 0 ||
      length % type.element_size != 0) {
    fail(ctx);
  }
  duk_push_buffer_object(ctx, -1, offset, length, type.flag);
  duk_remove(ctx, -2);
  register_top(ctx, number);
}

bool StructuredDeserializer::read_error(duk_context* ctx) {
  const uint32_t number = new_number();
  const uint8_t name = take_byte(ctx);
  const uint8_t parts = take_byte(ctx);
  if (name >= std::size(error_codes)) fail(ctx);
  const auto define_hidden = [&](const char* key, std::string_view text) {
    duk_push_string(ctx, key);
    duk_push_lstring(ctx, text.data(), text.size());
    duk_def_prop(ctx, -3,
                 DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_CLEAR_ENUMERABLE |
                     DUK_DEFPROP_SET_CONFIGURABLE);
  };
  duk_push_error_object(ctx, error_codes[name], "%s", "");
  duk_del_prop_string(ctx, -1, "message");
  if ((parts & error_has_message) != 0) define_hidden("message", take_text(ctx));
  if ((parts & error_has_stack) != 0) define_hidden("stack", take_text(ctx));
  register_top(ctx, number);
  if ((parts & error_has_cause) == 0) return true;
  open(ctx, Kind::error_cause, number);
  return false;
}

void StructuredDeserializer::read_array(duk_context* ctx) {
  const uint32_t number = new_number();
  const auto length = static_cast<uint32_t>(take_varint(ctx, UINT32_MAX));
  duk_push_bare_array(ctx);
  register_top(ctx, number);
  open(ctx, Kind::elements, number);
  frames_.back().length = length;
}

void StructuredDeserializer::read_platform(duk_context* ctx) {
  const uint32_t number = new_number();
  const std::string_view kind = take_text(ctx);
  duk_push_lstring(ctx, kind.data(), kind.size());
  open(ctx, Kind::platform, number);
}

// Reads on in the container that was opened last. True: a complete value lies at the top.
bool StructuredDeserializer::step(duk_context* ctx) {
  Frame& frame = frames_.back();
  const auto tag = static_cast<ValueTag>(take_byte(ctx));
  switch (frame.kind) {
    case Kind::object:
    case Kind::array_properties: {
      if (tag == ValueTag::end) return finish(ctx);
      if (tag != ValueTag::string) fail(ctx);
      const std::string_view key = take_text(ctx);
      // Of an array the length was sent apart; to assign to it could call methods of the value.
      if (frame.kind == Kind::array_properties && key == "length") fail(ctx);
      duk_push_lstring(ctx, key.data(), key.size());
      return read_value(ctx, static_cast<ValueTag>(take_byte(ctx)));
    }
    case Kind::elements:
      if (tag == ValueTag::elements_end) {
        frame.kind = Kind::array_properties;
        return false;
      }
      if (frame.next >= frame.length) fail(ctx);
      if (tag == ValueTag::hole) {
        frame.next++;
        return false;
      }
      return read_value(ctx, tag);
    case Kind::map:
    case Kind::set:
      if (tag == ValueTag::end) {
        if (frame.has_key) fail(ctx);
        return finish(ctx);
      }
      return read_value(ctx, tag);
    case Kind::error_cause:
    case Kind::platform: break;
  }
  return read_value(ctx, tag);
}

// Puts the complete value at the top into the container below it. True: that completed it.
bool StructuredDeserializer::add(duk_context* ctx) {
  Frame& frame = frames_.back();
  switch (frame.kind) {
    case Kind::object:
    case Kind::array_properties: duk_put_prop(ctx, -3); return false;
    case Kind::elements: duk_put_prop_index(ctx, -2, frame.next++); return false;
    case Kind::map:
      frame.has_key = !frame.has_key;
      if (frame.has_key) return false;
      push_captured(ctx, Captured::map_set);
      duk_dup(ctx, -4);
      duk_pull(ctx, -4);
      duk_pull(ctx, -4);
      duk_call_method(ctx, 2);
      duk_pop(ctx);
      return false;
    case Kind::set:
      push_captured(ctx, Captured::set_add);
      duk_dup(ctx, -3);
      duk_pull(ctx, -3);
      duk_call_method(ctx, 1);
      duk_pop(ctx);
      return false;
    case Kind::error_cause:
      duk_push_string(ctx, "cause");
      duk_insert(ctx, -2);
      duk_def_prop(ctx, -3,
                   DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE |
                       DUK_DEFPROP_CLEAR_ENUMERABLE | DUK_DEFPROP_SET_CONFIGURABLE);
      break;
    case Kind::platform: {
      const uint32_t number = frame.number;
      // 22. … perform the deserialization steps for interfaceName.
      duk_push_heapptr(ctx, realm_of(ctx).hooks);
      duk_get_prop_string(ctx, -1, "deserializePlatform");
      duk_remove(ctx, -2);
      duk_insert(ctx, -3);
      duk_call(ctx, 2);
      if (!duk_is_object(ctx, -1)) fail(ctx);
      register_top(ctx, number);
      break;
    }
  }
  frames_.pop_back();
  return true;
}

// The container at the top has all its content.
bool StructuredDeserializer::finish(duk_context* ctx) {
  const Frame& frame = frames_.back();
  if (frame.kind == Kind::object) {
    push_captured(ctx, Captured::object_prototype);
    duk_set_prototype(ctx, -2);
  } else if (frame.kind == Kind::array_properties) {
    duk_set_length(ctx, -1, frame.length);
    push_captured(ctx, Captured::array_prototype);
    duk_set_prototype(ctx, -2);
  }
  frames_.pop_back();
  return true;
}

}  // namespace skep
