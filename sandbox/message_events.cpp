#include "sandbox/message_events.h"

#include "engine/engine_extras.h"
#include "sandbox/host.h"
#include "sandbox/realm.h"

namespace skep {
namespace {

// By MessageEvents::Key.
constexpr const char* names[MessageEvents::key_count] = {
    DUK_HIDDEN_SYMBOL("EventTarget"),
    DUK_HIDDEN_SYMBOL("Event"),
    DUK_HIDDEN_SYMBOL("MessageEvent"),
    "listeners",
    "type",
    "callback",
    "capture",
    "once",
    "passive",
    "handler",
    "value",
    "data",
    "target",
    "currentTarget",
    "phase",
    "dispatching",
    "time",
    "isTrusted",
    "message",
    DUK_HIDDEN_SYMBOL("Worker"),
    "handle",
    DUK_HIDDEN_SYMBOL("MessagePort"),
    "closed",
    "enabled",
    "first",
    "object",
};

// A list of more is searched by the prelude.
constexpr duk_size_t most_searched = 16;

// […, hooks.messageEvent, list] → the same, with the value of `name` kept by the list.
void* captured(duk_context* ctx, const char* name) {
  duk_get_prop_string(ctx, -2, name);
  void* found = duk_get_heapptr(ctx, -1);
  duk_put_prop_index(ctx, -2, static_cast<duk_uarridx_t>(duk_get_length(ctx, -2)));
  return found;
}

// The function to call if the listener can be called from here, once, in the bubbling phase.
void* plain_callback(duk_context* ctx, const MessageEvents& events, void* listener) {
  const auto& keys = events.keys;
  for (const auto flag : {MessageEvents::capture, MessageEvents::once, MessageEvents::passive}) {
    if (!engine_own_is_false(ctx, listener, keys[flag])) return nullptr;
  }
  void* handler = engine_own_object(ctx, listener, keys[MessageEvents::handler]);
  void* callback = handler != nullptr
                       ? engine_own_object(ctx, handler, keys[MessageEvents::value])
                       : engine_own_object(ctx, listener, keys[MessageEvents::callback]);
  return callback != nullptr && engine_is_function(callback) != 0 ? callback : nullptr;
}

// The object that `table` has for the handle.
void* object_at(duk_context* ctx, void* table, PortHandle handle) {
  duk_push_heapptr(ctx, table);
  duk_get_prop_index(ctx, -1, handle);
  void* object = duk_is_object(ctx, -1) ? duk_get_heapptr(ctx, -1) : nullptr;
  duk_pop_2(ctx);
  return object;
}

// The MessagePort whose turn it is: it takes messages, and none waits for it.
void* ready_port(duk_context* ctx, const MessageEvents& events, PortHandle handle) {
  const auto& keys = events.keys;
  void* end = object_at(ctx, events.ends, handle);
  const bool ready = end != nullptr &&
                     !engine_own_is_false(ctx, end, keys[MessageEvents::enabled]) &&
                     engine_own_object(ctx, end, keys[MessageEvents::first]) == nullptr;
  return ready ? engine_own_object(ctx, end, keys[MessageEvents::object]) : nullptr;
}

// What a message for `handle` is dispatched at; null if that is not to be now.
void* target_of(duk_context* ctx, const MessageEvents& events, PortHandle handle) {
  if (handle == inside_port) return events.global;
  return is_message_port(handle) ? ready_port(ctx, events, handle)
                                 : object_at(ctx, events.workers, handle);
}

// The record at the top, unless the event is out of reach, is as it is after a dispatch.
void end_dispatch(duk_context* ctx, const MessageEvents& events) {
  if (!engine_is_shared(ctx, -1) ||
      !engine_get_own(ctx, -1, events.keys[MessageEvents::event_slot])) {
    return;
  }
  duk_push_uint(ctx, 0);
  engine_set_own(ctx, -2, events.keys[MessageEvents::phase]);
  duk_push_null(ctx);
  engine_set_own(ctx, -2, events.keys[MessageEvents::current_target]);
  duk_push_false(ctx);
  engine_set_own(ctx, -2, events.keys[MessageEvents::dispatching]);
  for (const char* flag : {"stopped", "stoppedNow"}) {
    duk_push_false(ctx);
    duk_put_prop_string(ctx, -2, flag);
  }
  duk_pop(ctx);
}

}  // namespace

void capture_message_events(duk_context* ctx, MessageEvents& events) {
  duk_push_heap_stash(ctx);
  duk_push_heapptr(ctx, realm_of(ctx).hooks);
  duk_get_prop_string(ctx, -1, "messageEvent");
  duk_push_bare_array(ctx);
  events.prototype = captured(ctx, "prototype");
  events.defaults = captured(ctx, "defaults");
  events.trusted = captured(ctx, "trusted");
  events.workers = captured(ctx, "workers");
  events.ends = captured(ctx, "ends");
  duk_push_global_object(ctx);
  events.global = duk_get_heapptr(ctx, -1);
  duk_pop(ctx);
  for (size_t i = 0; i < MessageEvents::key_count; i++) {
    duk_push_string(ctx, names[i]);
    events.keys[i] = duk_get_heapptr(ctx, -1);
    duk_put_prop_index(ctx, -2, static_cast<duk_uarridx_t>(duk_get_length(ctx, -2)));
  }
  duk_put_prop_string(ctx, -4, "messageEvents");
  duk_pop_3(ctx);
}

bool find_only_listener(duk_context* ctx, const MessageEvents& events, PortHandle handle,
                        OnlyListener& found) {
  const auto& keys = events.keys;
  void* target = target_of(ctx, events, handle);
  if (target == nullptr) return false;
  void* slot = engine_own_object(ctx, target, keys[MessageEvents::target_slot]);
  if (slot == nullptr) return false;
  void* list = engine_own_object(ctx, slot, keys[MessageEvents::listeners]);
  if (list == nullptr) return false;
  const duk_size_t length = engine_array_length(list);
  if (length > most_searched) return false;
  found.callback = nullptr;
  for (duk_size_t i = 0; i < length; i++) {
    void* listener = engine_array_item(ctx, list, i);
    if (listener == nullptr) return false;
    if (!engine_own_is(ctx, listener, keys[MessageEvents::type], keys[MessageEvents::message])) {
      continue;
    }
    if (found.callback != nullptr) return false;
    found.callback = plain_callback(ctx, events, listener);
    if (found.callback == nullptr) return false;
  }
  found.target = target;
  return found.callback != nullptr;
}

void push_message_event(duk_context* ctx, const MessageEvents& events,
                        const OnlyListener& listener) {
  const duk_idx_t value = duk_get_top_index(ctx);
  const auto& keys = events.keys;
  engine_push_shaped(ctx, events.prototype, 3);
  engine_append_getter(ctx, -1, keys[MessageEvents::is_trusted], events.trusted);
  engine_push_shaped(ctx, events.defaults, 6);
  const duk_idx_t record = duk_get_top_index(ctx);
  duk_pull(ctx, value);
  const duk_idx_t event = value;
  engine_append(ctx, record - 1, keys[MessageEvents::data]);
  duk_push_heapptr(ctx, listener.target);
  engine_append(ctx, -2, keys[MessageEvents::target]);
  duk_push_heapptr(ctx, listener.target);
  engine_append(ctx, -2, keys[MessageEvents::current_target]);
  duk_push_uint(ctx, 2);
  engine_append(ctx, -2, keys[MessageEvents::phase]);
  duk_push_true(ctx);
  engine_append(ctx, -2, keys[MessageEvents::dispatching]);
  duk_push_number(ctx, coarse_now(realm_of(ctx)));
  engine_append(ctx, -2, keys[MessageEvents::time]);
  duk_dup_top(ctx);
  engine_append(ctx, event, keys[MessageEvents::event_slot]);
  engine_append(ctx, event, keys[MessageEvents::message_slot]);
}

void dispatch_message_event(Realm& realm, const OnlyListener& listener) {
  duk_context* ctx = realm.ctx;
  duk_push_heapptr(ctx, listener.callback);
  duk_push_heapptr(ctx, listener.target);
  duk_dup(ctx, -3);
  if (duk_pcall_method(ctx, 1) != DUK_EXEC_SUCCESS) {
    duk_push_true(ctx);
    if (call_hook(realm, "reportException", 2)) duk_pop(ctx);
  } else {
    duk_pop(ctx);
  }
  realm.loop.perform_microtask_checkpoint();
  end_dispatch(ctx, realm.message_events);
  duk_pop(ctx);
}

}  // namespace skep
