// postMessage(message), of the global object, a Worker and a MessagePort, without the prelude: when
// nothing is transferred, and for a port when the message is simple besides. Whatever else is asked
// the prelude's own method does: it is the function's hidden `whole`.
#include "engine/engine_extras.h"
#include "proto/port_messages.h"
#include "proto/wire.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/realm.h"
#include "sandbox/serialize_leaf.h"
#include "sandbox/structured_clone.h"

namespace skep {
namespace {

enum class Poster : int16_t { global, worker, port };

// The own slot of `this`, an object; null if it has none.
void* slot_of(duk_context* ctx, void* self, MessageEvents::Key slot) {
  return engine_own_object(ctx, self, realm_of(ctx).message_events.keys[slot]);
}

// The handle in an object of the prelude's.
PortHandle handle_in(duk_context* ctx, void* object) {
  engine_push_field(ctx, object, realm_of(ctx).message_events.keys[MessageEvents::handle]);
  const auto handle = static_cast<PortHandle>(duk_get_uint(ctx, -1));
  duk_pop(ctx);
  return handle;
}

// The message is at the top. What cannot be cloned is thrown.
void post_top(duk_context* ctx, PortHandle handle) {
  if (LeafWriter simple; simple.write_message(ctx, -1)) {
    realm_of(ctx).outbox->send(UpType::message, handle, as_bytes(simple.bytes()));
    return;
  }
  duk_push_undefined(ctx);
  post_message(ctx, handle);
}

// The same to the other end of a port. False: it is not simple, or that end is in this realm.
bool post_top_through(duk_context* ctx, void* end) {
  const MessageEvents& events = realm_of(ctx).message_events;
  if (!engine_own_is_false(ctx, end, events.keys[MessageEvents::closed])) return false;
  const PortHandle handle = handle_in(ctx, end);
  LeafWriter simple;
  if (handle == 0 || !simple.write_message(ctx, -1)) return false;
  PortMessage message;
  message.clone = simple.bytes();
  const std::string bytes = encode(message);
  realm_of(ctx).outbox->send(UpType::port_post, handle, as_bytes(bytes));
  return true;
}

// The message is at the top. False: it is for the prelude.
bool post_quickly(duk_context* ctx, Poster poster, void* self) {
  switch (poster) {
    case Poster::global:
      if (self != nullptr && self != realm_of(ctx).message_events.global) return false;
      post_top(ctx, inside_port);
      return true;
    case Poster::worker: {
      void* worker = self == nullptr ? nullptr : slot_of(ctx, self, MessageEvents::worker_slot);
      if (worker == nullptr) return false;
      post_top(ctx, handle_in(ctx, worker));
      return true;
    }
    case Poster::port: {
      void* end = self == nullptr ? nullptr : slot_of(ctx, self, MessageEvents::port_slot);
      return end != nullptr && post_top_through(ctx, end);
    }
  }
  return false;
}

duk_ret_t quick_post_message(duk_context* ctx) {
  const duk_idx_t given = duk_get_top(ctx);
  duk_push_this(ctx);
  const bool has_self = !duk_is_null_or_undefined(ctx, -1);
  void* self = duk_is_object(ctx, -1) ? duk_get_heapptr(ctx, -1) : nullptr;
  if ((given == 1 || (given == 2 && duk_is_undefined(ctx, 1))) && has_self == (self != nullptr)) {
    duk_dup(ctx, 0);
    if (post_quickly(ctx, static_cast<Poster>(duk_get_current_magic(ctx)), self)) return 0;
    duk_pop(ctx);
  }
  duk_insert(ctx, 0);
  duk_push_current_function(ctx);
  duk_get_prop_string(ctx, -1, DUK_HIDDEN_SYMBOL("whole"));
  duk_replace(ctx, -2);
  duk_insert(ctx, 0);
  duk_call_method(ctx, given);
  return 1;
}

// (method, 0 of the global object 1 of a Worker 2 of a MessagePort) → the same, quicker
duk_ret_t quick_post(duk_context* ctx) {
  push_method(ctx, {"postMessage", "postMessage", quick_post_message, DUK_VARARGS, 1,
                    static_cast<int16_t>(duk_get_int(ctx, 1))});
  duk_dup(ctx, 0);
  duk_put_prop_string(ctx, -2, DUK_HIDDEN_SYMBOL("whole"));
  return 1;
}

}  // namespace

void define_quick_post(duk_context* ctx) {
  define_function(ctx, -1, "quickPost", quick_post, 2);
}

}  // namespace skep
