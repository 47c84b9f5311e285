// The transfer list of StructuredSerializeWithTransfer, and what StructuredDeserializeWithTransfer
// makes of it: ArrayBuffers, whose bytes go into the clone, and platform objects, which become
// ports. https://html.spec.whatwg.org/multipage/structured-data.html#transferable-objects
#include <cstring>

#include "proto/limits.h"
#include "sandbox/clone_builtins.h"
#include "sandbox/engine_layout.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

constexpr const char* transfer_slot = DUK_HIDDEN_SYMBOL("transfer");

// A platform object with a [[Detached]] internal slot.
bool is_transferable_platform(duk_context* ctx, duk_idx_t index) {
  return has_hidden_property(duk_get_heapptr(ctx, index)) &&
         has_own_value(ctx, index, transfer_slot);
}

// […, object] → […, object, hooks[name], kind of the object, object]
void push_hook_with_kind(duk_context* ctx, const char* name) {
  duk_push_heapptr(ctx, realm_of(ctx).hooks);
  duk_get_prop_string(ctx, -1, name);
  duk_remove(ctx, -2);
  duk_get_prop_string(ctx, -2, transfer_slot);
  duk_dup(ctx, -3);
}

}  // namespace

void StructuredSerializer::begin_transfer(duk_context* ctx) {
  // 1. Let memory be an empty map. 2. For each transferable of transferList:
  if (duk_is_object(ctx, transfer_)) {
    transferred_ = static_cast<uint32_t>(duk_get_length(ctx, transfer_));
  }
  for (uint32_t i = 0; i < transferred_; i++) {
    duk_get_prop_index(ctx, transfer_, i);
    // 2.1. If transferable has neither an [[ArrayBufferData]] internal slot nor a [[Detached]]
    //      internal slot, then throw a "DataCloneError" DOMException.
    void* object = duk_is_object(ctx, -1) ? duk_get_heapptr(ctx, -1) : nullptr;
    if (object == nullptr || is_proxy(object) ||
        (class_of(object) != EngineClass::array_buffer && !is_transferable_platform(ctx, -1))) {
      refuse(ctx, "A value in the transfer list cannot be transferred");
    }
    // 2.3. If memory[transferable] exists, then throw a "DataCloneError" DOMException.
    bool known;
    seen_.number(object, known);
    if (known) refuse(ctx, "An object is twice in the transfer list");
    duk_put_prop_index(ctx, keep_alive_, i);
  }
  put_byte(clone_version);
  put_varint(transferred_);
  if (transferred_ != 0) out_.append(4, '\0');
}

void StructuredSerializer::finish_transfer(duk_context* ctx) {
  if (transferred_ == 0) return;
  // 5. For each transferable of transferList: 5.1. … if IsDetachedBuffer(transferable) is true,
  // then
  //    throw a "DataCloneError" DOMException. 5.2. If transferable has a [[Detached]] internal slot
  //    and that is true, then throw one too. All are looked at before the first is detached.
  for (uint32_t i = 0; i < transferred_; i++) {
    duk_get_prop_index(ctx, keep_alive_, i);
    if (is_transferable_platform(ctx, -1)) {
      push_hook_with_kind(ctx, "isDetached");
      duk_call(ctx, 2);
      if (duk_to_boolean(ctx, -1)) refuse(ctx, "An object in the transfer list is detached");
      duk_pop(ctx);
    } else if (is_detached(ctx, -1)) {
      refuse(ctx, "An ArrayBuffer in the transfer list is detached");
    }
    duk_pop(ctx);
  }
  const auto offset = static_cast<uint32_t>(out_.size());
  // The four bytes stand right before the value.
  size_t place = 1;
  while ((static_cast<uint8_t>(out_[place]) & 0x80) != 0) place++;
  std::memcpy(out_.data() + place + 1, &offset, sizeof offset);
  for (uint32_t i = 0; i < transferred_; i++) {
    duk_get_prop_index(ctx, keep_alive_, i);
    if (is_transferable_platform(ctx, -1)) {
      transfer_platform(ctx);
    } else {
      // 5.4.2. … perform ? DetachArrayBuffer(transferable).
      put_array_buffer(ctx);
      detach_array_buffer(ctx, -1);
      // Its bytes may be referred to.
      duk_put_prop_index(ctx, keep_alive_, i);
    }
    duk_pop(ctx);
  }
}

// 5.5. … perform the transfer steps of the interface, given value and dataHolder. What they give is
// ports: the hook keeps those, and here stands how many.
void StructuredSerializer::transfer_platform(duk_context* ctx) {
  put(ValueTag::platform);
  push_hook_with_kind(ctx, "transferPlatform");
  put_text(engine_text_at(ctx, -2));
  duk_call(ctx, 2);
  put_varint(duk_get_uint(ctx, -1));
  duk_pop(ctx);
}

// Leaves in rest_ just the value.
void StructuredDeserializer::read_transferred(duk_context* ctx) {
  const auto count = static_cast<uint32_t>(take_varint(ctx, all_.size()));
  if (count == 0) return;
  uint32_t offset;
  if (rest_.size() < sizeof offset) fail(ctx);
  std::memcpy(&offset, rest_.data(), sizeof offset);
  rest_ = rest_.subspan(sizeof offset);
  const size_t value_begins = all_.size() - rest_.size();
  if (offset < value_begins || offset > all_.size()) fail(ctx);
  const auto value = rest_.first(offset - value_begins);
  rest_ = all_.subspan(offset);
  for (uint32_t i = 0; i < count; i++) {
    const auto tag = static_cast<ValueTag>(take_byte(ctx));
    if (tag == ValueTag::array_buffer) {
      read_array_buffer(ctx);
    } else if (tag == ValueTag::bulk_buffer) {
      read_bulk_buffer(ctx);
    } else if (tag == ValueTag::platform) {
      read_transferred_platform(ctx);
    } else {
      fail(ctx);
    }
    duk_pop(ctx);
  }
  if (!rest_.empty()) fail(ctx);
  rest_ = value;
}

// https://html.spec.whatwg.org/multipage/structured-data.html#structureddeserializewithtransfer, 3.3
void StructuredDeserializer::read_transferred_platform(duk_context* ctx) {
  const uint32_t number = new_number();
  const std::string_view kind = take_text(ctx);
  const auto ports = static_cast<uint32_t>(take_varint(ctx, max_ports_per_message));
  duk_push_heapptr(ctx, realm_of(ctx).hooks);
  duk_get_prop_string(ctx, -1, "receivePlatform");
  duk_remove(ctx, -2);
  duk_push_lstring(ctx, kind.data(), kind.size());
  duk_push_uint(ctx, ports);
  duk_call(ctx, 2);
  if (!duk_is_object(ctx, -1)) fail(ctx);
  register_top(ctx, number);
}

}  // namespace skep
