// What Duktape's public interface does not tell of its objects, read from their memory.
//
// Three things need it: the engine's own class of an object, which no property can fake; detaching
// an ArrayBuffer, which Duktape does not know; and telling a hole in an array from an element
// without making a string of every index. The layout is that of duk_config.h, which belongs to the
// library we link; check_engine_layout() compares it with real objects before any worker is made.
#pragma once

#include <cstdint>

#include <duktape.h>

namespace skep {

// Duktape's class numbers (DUK_HOBJECT_CLASS_*).
enum class EngineClass : uint8_t {
  none = 0,
  object,
  array,
  function,
  arguments,
  boolean,
  date,
  error,
  json,
  math,
  number,
  regexp,
  string,
  global,
  symbol,
  object_env,
  declarative_env,
  pointer,
  thread,
  array_buffer = 19,
  data_view,
  int8_array,
  uint8_array,
  uint8_clamped_array,
  int16_array,
  uint16_array,
  int32_array,
  uint32_array,
  float32_array,
  float64_array,
};

// Throws std::runtime_error when this library's objects do not lie in memory as they must. After
// prepare_detach(), with nothing on the stack.
void check_engine_layout(duk_context* ctx);

// `object` is what duk_get_heapptr() gave for a value of type DUK_TYPE_OBJECT; it must be alive.

EngineClass class_of(const void* object);
bool is_proxy(const void* object);

// What a Proxy stands for; false for anything else.
bool proxy_parts_of(void* object, void*& target, void*& handler);

// No named property, of whatever kind, is the object's own. (Array elements do not count.)
bool has_no_named_properties(const void* object);

// No property of the object is an array element.
bool has_no_array_part(const void* object);

// Some key of the object is a hidden symbol: a slot, or what the engine itself hides there.
bool has_hidden_property(const void* object);

// Some own property of the object is an accessor: to read it may run code of the user's.
bool has_accessor(const void* object);

// The element with this index lies in the array's dense part as plain data: reading it runs
// nothing.
bool is_dense_element(const void* array, uint32_t index);

// The window of an ArrayBuffer, typed array or DataView into its bytes.
struct BufferWindow {
  uint32_t offset = 0;  // bytes
  uint32_t length = 0;  // bytes
};
BufferWindow window_of(const void* buffer_object);

// The bytes of the window; null when it is empty or reaches past the end of its buffer.
const uint8_t* window_bytes(duk_context* ctx, duk_idx_t index, duk_size_t& length);

// https://tc39.es/ecma262/#sec-detacharraybuffer — the ArrayBuffer at `index` and every view of it
// have no bytes from now on. Pushes the plain buffer that has them. Needs prepare_detach() once in
// this heap.
void prepare_detach(duk_context* ctx);
void detach_array_buffer(duk_context* ctx, duk_idx_t index);
bool is_detached(duk_context* ctx, duk_idx_t index);

}  // namespace skep
