#include "sandbox/delivery.h"

#include <cstring>

#include "proto/blob_messages.h"
#include "proto/lock_messages.h"
#include "proto/port_messages.h"
#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "sandbox/define.h"
#include "sandbox/ending.h"
#include "sandbox/host.h"
#include "sandbox/protect.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// The result is at the top of the stack afterwards, or what was thrown.
bool push_deserialized(duk_context* ctx, std::string_view clone, std::span<BulkBlock> blocks = {}) {
  StructuredDeserializer deserializer(as_bytes(clone), blocks);
  auto deserialize = [&](duk_context* inner) -> duk_ret_t { return deserializer.run(inner); };
  return protect(ctx, 0, deserialize);
}

// Makes the event and calls the listener, where there is one alone. False: the prelude is to do it.
bool deliver_to_only_listener(Realm& realm, PortHandle handle, std::string_view clone,
                              std::span<BulkBlock> blocks = {}) {
  duk_context* ctx = realm.ctx;
  OnlyListener listener;
  if (!find_only_listener(ctx, realm.message_events, handle, listener)) return false;
  bool whole = false;
  StructuredDeserializer deserializer(as_bytes(clone), blocks);
  auto make_event = [&](duk_context* inner) -> duk_ret_t {
    deserializer.run(inner);
    whole = true;
    push_message_event(inner, realm.message_events, listener);
    return 1;
  };
  if (protect(ctx, 0, make_event)) {
    dispatch_message_event(realm, listener);
    return true;
  }
  if (whole) {
    hook_threw(realm);
    return true;
  }
  duk_pop(ctx);
  return false;
}

// https://html.spec.whatwg.org/multipage/web-messaging.html#message-port-post-message-steps, step
// 7: deserialized when the task runs, in the realm it arrives at.
void deliver_message(Realm& realm, Arrival& arrival) {
  if (deliver_to_only_listener(realm, arrival.channel, arrival.bytes, arrival.bulk)) return;
  duk_context* ctx = realm.ctx;
  const bool whole = push_deserialized(ctx, arrival.bytes, arrival.bulk);
  duk_push_uint(ctx, arrival.channel);
  if (whole) {
    duk_insert(ctx, -2);
    if (call_hook(realm, "message", 2)) duk_pop(ctx);
  } else {
    duk_remove(ctx, -2);
    if (call_hook(realm, "messageError", 1)) duk_pop(ctx);
  }
}

void deliver_child_error(Realm& realm, const Arrival& arrival) {
  ErrorReport report;
  if (!decode(as_bytes(arrival.bytes), report)) end_worker(CellExit::protocol);
  duk_context* ctx = realm.ctx;
  duk_push_uint(ctx, arrival.channel);
  duk_push_object(ctx);
  duk_push_uint(ctx, static_cast<duk_uint_t>(report.kind));
  define_field(ctx, -2, "kind");
  push_text(ctx, report.message);
  define_field(ctx, -2, "message");
  push_text(ctx, report.filename);
  define_field(ctx, -2, "filename");
  duk_push_uint(ctx, report.line);
  define_field(ctx, -2, "lineno");
  duk_push_uint(ctx, report.column);
  define_field(ctx, -2, "colno");
  push_text(ctx, report.stack);
  define_field(ctx, -2, "stack");
  duk_push_boolean(ctx, report.observed);
  define_field(ctx, -2, "observed");
  if (call_hook(realm, "childError", 2)) duk_pop(ctx);
}

void deliver_host_result(Realm& realm, const Arrival& arrival) {
  HostResult result;
  if (!decode(as_bytes(arrival.bytes), result)) end_worker(CellExit::protocol);
  duk_context* ctx = realm.ctx;
  duk_uint_t status = static_cast<duk_uint_t>(result.status);
  if (result.status == HostResult::Status::refused) {
    push_text(ctx, result.name);
  } else if (!push_deserialized(ctx, result.clone)) {
    status = 3;
  }
  duk_push_uint(ctx, result.call);
  duk_insert(ctx, -2);
  duk_push_uint(ctx, status);
  duk_insert(ctx, -2);
  push_text(ctx, result.message);
  if (call_hook(realm, "hostResult", 4)) duk_pop(ctx);
}

void deliver_lock_answer(Realm& realm, const Arrival& arrival) {
  LockAnswer answer;
  if (!decode(as_bytes(arrival.bytes), answer)) end_worker(CellExit::protocol);
  duk_push_uint(realm.ctx, answer.request);
  duk_push_uint(realm.ctx, static_cast<duk_uint_t>(answer.kind));
  if (call_hook(realm, "lockAnswer", 2)) duk_pop(realm.ctx);
}

// Takes `count` items; pushes an array of [name, mode, client, name, mode, client …].
void push_lock_items(duk_context* ctx, std::string_view& items, uint32_t count) {
  duk_push_array(ctx);
  duk_uarridx_t at = 0;
  LockItem item;
  for (uint32_t i = 0; i < count && next_item(items, item); i++) {
    push_channel_name(ctx, item.name);
    define_element(ctx, -2, at++);
    duk_push_uint(ctx, static_cast<duk_uint_t>(item.mode));
    define_element(ctx, -2, at++);
    duk_push_number(ctx, static_cast<double>(item.client));
    define_element(ctx, -2, at++);
  }
}

void deliver_lock_snapshot(Realm& realm, const Arrival& arrival) {
  LockSnapshot snapshot;
  if (!decode(as_bytes(arrival.bytes), snapshot)) end_worker(CellExit::protocol);
  duk_context* ctx = realm.ctx;
  duk_push_uint(ctx, snapshot.query);
  duk_push_boolean(ctx, snapshot.whole);
  push_lock_items(ctx, snapshot.items, snapshot.held);
  push_lock_items(ctx, snapshot.items, snapshot.pending);
  if (call_hook(realm, "lockSnapshot", 4)) duk_pop(ctx);
}

// One task brings it to every channel of that name: each deserializes for itself.
void deliver_broadcast(Realm& realm, const Arrival& arrival) {
  Broadcast broadcast;
  if (!decode(as_bytes(arrival.bytes), broadcast)) end_worker(CellExit::protocol);
  duk_context* ctx = realm.ctx;
  push_channel_name(ctx, broadcast.channel);
  const std::string_view clone = broadcast.clone;
  void* place = duk_push_fixed_buffer(ctx, clone.size());
  if (!clone.empty()) std::memcpy(place, clone.data(), clone.size());
  if (call_hook(realm, "broadcast", 2)) duk_pop(ctx);
}

// The envelope is read here; the clone when it is delivered, which may be later.
void deliver_port_message(Realm& realm, const Arrival& arrival) {
  PortMessage message;
  if (!decode(as_bytes(arrival.bytes), message)) end_worker(CellExit::protocol);
  if (message.count == 0 && message.refused == 0 &&
      deliver_to_only_listener(realm, arrival.channel, message.clone)) {
    return;
  }
  duk_context* ctx = realm.ctx;
  duk_push_uint(ctx, arrival.channel);
  void* place = duk_push_fixed_buffer(ctx, message.clone.size());
  if (!message.clone.empty()) {
    std::memcpy(place, message.clone.data(), message.clone.size());
  }
  duk_push_bare_array(ctx);
  for (uint32_t i = 0; i < message.count; i++) {
    duk_push_uint(ctx, message.handle(i));
    duk_put_prop_index(ctx, -2, i);
  }
  duk_push_boolean(ctx, message.refused);
  if (call_hook(realm, "portMessage", 4)) duk_pop(ctx);
}

void deliver_blob_revoked(Realm& realm, const Arrival& arrival) {
  BlobUrl revoked;
  if (!decode(as_bytes(arrival.bytes), revoked)) end_worker(CellExit::protocol);
  push_text(realm.ctx, revoked.url);
  if (call_hook(realm, "blobRevoked", 1)) duk_pop(realm.ctx);
}

}  // namespace

void deliver(Realm& realm, Arrival& arrival) {
  switch (arrival.type) {
    case DownType::message: return deliver_message(realm, arrival);
    case DownType::child_error: return deliver_child_error(realm, arrival);
    case DownType::child_ended:
      duk_push_uint(realm.ctx, arrival.channel);
      if (call_hook(realm, "childEnded", 1)) duk_pop(realm.ctx);
      return;
    case DownType::host_result: return deliver_host_result(realm, arrival);
    case DownType::broadcast: return deliver_broadcast(realm, arrival);
    case DownType::lock_answer: return deliver_lock_answer(realm, arrival);
    case DownType::lock_snapshot: return deliver_lock_snapshot(realm, arrival);
    case DownType::close: return realm.loop.close(realm.ctx);
    case DownType::port_message: return deliver_port_message(realm, arrival);
    case DownType::port_closed:
      duk_push_uint(realm.ctx, arrival.channel);
      if (call_hook(realm, "portClosed", 1)) duk_pop(realm.ctx);
      return;
    case DownType::blob_revoked: return deliver_blob_revoked(realm, arrival);
    case DownType::blob_found:
    case DownType::port_withdrawn:
    case DownType::start:
    case DownType::module:
    case DownType::imported: break;
  }
  end_worker(CellExit::protocol);
}

}  // namespace skep
