#include "sandbox/engine_layout.h"

#include <stdexcept>

namespace skep {
namespace {

static_assert(DUK_VERSION == 20700, "the layouts below were taken from Duktape 2.7");
#if defined(DUK_USE_HEAPPTR16) || defined(DUK_USE_REFCOUNT16) || defined(DUK_USE_OBJSIZES16) || \
    defined(DUK_USE_BUFLEN16) || defined(DUK_USE_ASSERTIONS) || defined(DUK_USE_PACKED_TVAL) || \
    !defined(DUK_USE_DOUBLE_LINKED_HEAP) || !defined(DUK_USE_HOBJECT_HASH_PART) ||              \
    !defined(DUK_USE_REFCOUNT32)
#error "this Duktape lays its objects out differently"
#endif

struct HeapHeader {
  uint32_t flags;
  uint32_t references;
  HeapHeader* next;
  HeapHeader* previous;
};

struct EngineObject {
  HeapHeader header;
  uint8_t* properties;
  EngineObject* prototype;
  uint32_t entry_size;
  uint32_t entry_next;
  uint32_t array_size;
  uint32_t hash_size;
};

struct EngineBuffer {
  HeapHeader header;
  size_t size;
};

struct BufferObject {
  EngineObject object;
  EngineBuffer* buffer;
  EngineObject* array_buffer;
  uint32_t offset;
  uint32_t length;
};

struct ProxyObject {
  EngineObject object;
  EngineObject* target;
  EngineObject* handler;
};

struct TaggedValue {
  uint32_t tag;
  uint32_t extra;
  double value;
};

constexpr uint32_t type_mask = 3;
constexpr uint32_t type_object = 1;
constexpr uint32_t flag_buffer_object = 1u << (7 + 6);
constexpr uint32_t flag_array_part = 1u << (7 + 8);
constexpr uint32_t flag_proxy = 1u << (7 + 18);
constexpr uint32_t flag_hidden_key = 1u << (7 + 3);  // of a string
constexpr uint32_t class_shift = 7 + 20;
constexpr uint32_t tag_unused = 7;
constexpr uint32_t tag_max = 10;

const char* const empty_buffer_key = DUK_HIDDEN_SYMBOL("emptyBuffer");

const EngineObject* as_object(const void* object) {
  return static_cast<const EngineObject*>(object);
}

BufferObject* as_buffer_object(void* object) {
  return static_cast<BufferObject*>(object);
}

// The dense elements follow the entries: values (16 bytes), keys (8) and flags (1) of each, which
// layout 2 pads to eight.
const TaggedValue* dense_part(const EngineObject* object) {
  size_t entries = size_t{object->entry_size} * (16 + sizeof(void*) + 1);
#if defined(DUK_USE_HOBJECT_LAYOUT_2)
  entries = (entries + 7) & ~size_t{7};
#endif
  return reinterpret_cast<const TaggedValue*>(object->properties + entries);
}

void expect(bool condition) {
  if (!condition) throw std::runtime_error("this Duktape lays its objects out differently");
}

void* top_object(duk_context* ctx, const char* source) {
  duk_eval_string(ctx, source);
  void* object = duk_get_heapptr(ctx, -1);
  expect(object != nullptr);
  return object;
}

EngineBuffer* empty_buffer(duk_context* ctx) {
  duk_push_heap_stash(ctx);
  duk_get_prop_string(ctx, -1, empty_buffer_key);
  auto* buffer = static_cast<EngineBuffer*>(duk_get_heapptr(ctx, -1));
  duk_pop_2(ctx);
  return buffer;
}

}  // namespace

EngineClass class_of(const void* object) {
  return static_cast<EngineClass>(as_object(object)->header.flags >> class_shift);
}

bool is_proxy(const void* object) {
  return (as_object(object)->header.flags & flag_proxy) != 0;
}

bool proxy_parts_of(void* object, void*& target, void*& handler) {
  if (object == nullptr || !is_proxy(object)) return false;
  const auto* proxy = static_cast<const ProxyObject*>(object);
  target = proxy->target;
  handler = proxy->handler;
  return true;
}

bool has_no_named_properties(const void* object) {
  return as_object(object)->entry_next == 0;
}

bool has_no_array_part(const void* object) {
  return as_object(object)->array_size == 0;
}

bool has_hidden_property(const void* object) {
  const EngineObject* it = as_object(object);
#if defined(DUK_USE_HOBJECT_LAYOUT_2)
  const uint8_t* place = it->properties + size_t{it->entry_size} * 16;
#else
  const uint8_t* place = it->properties;
#endif
  const auto* keys = reinterpret_cast<const HeapHeader* const*>(place);
  for (uint32_t i = 0; i < it->entry_next; i++) {
    if (keys[i] != nullptr && (keys[i]->flags & flag_hidden_key) != 0) return true;
  }
  return false;
}

bool has_accessor(const void* object) {
  constexpr uint8_t flag_accessor = 8;
  const EngineObject* it = as_object(object);
  // Behind the keys and the values, in either order.
  const uint8_t* flags = it->properties + size_t{it->entry_size} * 24;
  for (uint32_t i = 0; i < it->entry_next; i++) {
    if ((flags[i] & flag_accessor) != 0) return true;
  }
  return false;
}

bool is_dense_element(const void* array, uint32_t index) {
  const EngineObject* object = as_object(array);
  return (object->header.flags & flag_array_part) != 0 && index < object->array_size &&
         dense_part(object)[index].tag != tag_unused;
}

BufferWindow window_of(const void* buffer_object) {
  const auto* object = static_cast<const BufferObject*>(buffer_object);
  return {object->offset, object->length};
}

const uint8_t* window_bytes(duk_context* ctx, duk_idx_t index, duk_size_t& length) {
  return static_cast<const uint8_t*>(duk_get_buffer_data(ctx, index, &length));
}

void prepare_detach(duk_context* ctx) {
  duk_push_heap_stash(ctx);
  duk_push_fixed_buffer(ctx, 0);
  duk_put_prop_string(ctx, -2, empty_buffer_key);
  duk_pop(ctx);
}

// Gives the object the one empty buffer in place of its own. The caller still holds a reference to
// the old one, so taking ours away here can free nothing.
static void repoint(BufferObject* object, EngineBuffer* empty) {
  object->buffer->header.references--;
  object->buffer = empty;
  empty->header.references++;
  object->offset = 0;
  object->length = 0;
}

void detach_array_buffer(duk_context* ctx, duk_idx_t index) {
  index = duk_normalize_index(ctx, index);
  EngineBuffer* empty = empty_buffer(ctx);
  auto* array_buffer = as_buffer_object(duk_get_heapptr(ctx, index));
  EngineBuffer* bytes = array_buffer->buffer;
  duk_push_heapptr(ctx, bytes == nullptr ? empty : bytes);
  if (bytes == empty || bytes == nullptr) return;
  repoint(array_buffer, empty);
  // Views hold the bytes themselves, and nothing leads from the bytes to them: walk the engine's
  // list of all objects, both ways from here, until only the reference pushed above is left.
  for (HeapHeader* at = array_buffer->object.header.next; at && bytes->header.references > 1;
       at = at->next) {
    if ((at->flags & type_mask) != type_object || (at->flags & flag_buffer_object) == 0) continue;
    auto* view = reinterpret_cast<BufferObject*>(at);
    if (view->buffer == bytes) repoint(view, empty);
  }
  for (HeapHeader* at = array_buffer->object.header.previous; at && bytes->header.references > 1;
       at = at->previous) {
    if ((at->flags & type_mask) != type_object || (at->flags & flag_buffer_object) == 0) continue;
    auto* view = reinterpret_cast<BufferObject*>(at);
    if (view->buffer == bytes) repoint(view, empty);
  }
}

bool is_detached(duk_context* ctx, duk_idx_t index) {
  auto* object = as_buffer_object(duk_get_heapptr(ctx, index));
  return object->buffer == empty_buffer(ctx);
}

void check_engine_layout(duk_context* ctx) {
  expect(class_of(top_object(ctx, "({})")) == EngineClass::object);
  expect(class_of(top_object(ctx, "new Date()")) == EngineClass::date);
  expect(class_of(top_object(ctx, "new RangeError('x')")) == EngineClass::error);
  expect(class_of(top_object(ctx, "/x/")) == EngineClass::regexp);
  expect(class_of(top_object(ctx, "new Float64Array(1)")) == EngineClass::float64_array);
  void* target;
  void* handler;
  expect(proxy_parts_of(top_object(ctx, "new Proxy([], new Date())"), target, handler));
  expect(class_of(target) == EngineClass::array && class_of(handler) == EngineClass::date);
  expect(!is_proxy(top_object(ctx, "(function () {})")));

  const void* array = top_object(ctx, "[1, , 'x', undefined]");
  expect(class_of(array) == EngineClass::array && has_no_named_properties(array));
  expect(is_dense_element(array, 0) && !is_dense_element(array, 1) && is_dense_element(array, 2) &&
         is_dense_element(array, 3) && !is_dense_element(array, 100));
  const TaggedValue* elements = dense_part(as_object(array));
  expect(elements[0].tag == 0 && elements[0].value == 1.0 && elements[2].tag < tag_max);
  array = top_object(ctx, "(function (a) { a.p = a.q = a.r = 1; return a; })([5, 6, 7])");
  expect(!has_no_named_properties(array));
  expect(is_dense_element(array, 2) && dense_part(as_object(array))[2].value == 7.0);
  expect(!is_dense_element(
      top_object(ctx, "Object.defineProperty([1], 0, {get: function () {}, enumerable: true})"),
      0));

  expect(!has_hidden_property(top_object(ctx, "({a: 1, b: 2, c: 3})")));
  void* marked = top_object(ctx, "({a: 1, b: 2, c: 3})");
  duk_push_null(ctx);
  duk_put_prop_string(ctx, -2, DUK_HIDDEN_SYMBOL("x"));
  expect(has_hidden_property(marked));
  expect(!has_accessor(marked));
  expect(has_accessor(top_object(ctx, "({a: 1, get b() { return 2; }, c: 3})")));

  auto* view =
      static_cast<BufferObject*>(top_object(ctx, "new Uint8Array(new ArrayBuffer(32), 5, 9)"));
  expect(view->offset == 5 && view->length == 9 && view->buffer->size == 32 &&
         view->buffer->header.references == 2);
  duk_set_top(ctx, 0);

  duk_eval_string(ctx,
                  "(function () { var b = new ArrayBuffer(8);"
                  " return [b, new Uint8Array(b, 2), new DataView(b)]; })()");
  duk_get_prop_index(ctx, 0, 0);
  expect(!is_detached(ctx, -1));
  detach_array_buffer(ctx, -1);
  duk_pop(ctx);
  expect(is_detached(ctx, -1));
  duk_set_top(ctx, 1);
  for (duk_uarridx_t i = 0; i < 3; i++) {
    duk_get_prop_index(ctx, 0, i);
    duk_get_prop_string(ctx, -1, "byteLength");
    expect(duk_get_number(ctx, -1) == 0);
    duk_pop_2(ctx);
  }
  duk_set_top(ctx, 0);
}

}  // namespace skep
