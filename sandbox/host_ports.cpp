// Host functions for MessagePorts that the supervisor knows: those whose other end is, or was, in
// another worker. Channels inside of this realm are the prelude's alone.
#include <cstring>
#include <string>
#include <vector>

#include "proto/port_messages.h"
#include "proto/wire.h"
#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/protect.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"

namespace skep {
namespace {

PortHandle handle_at(duk_context* ctx, duk_idx_t index) {
  return static_cast<PortHandle>(duk_get_uint(ctx, index));
}

void send(duk_context* ctx, UpType type, PortHandle port, std::string_view payload = {}) {
  realm_of(ctx).outbox->send(type, port, as_bytes(payload));
}

// (value, transfer) → buffer
duk_ret_t pack(duk_context* ctx) {
  bool done;
  {
    StructuredSerializer serializer;
    auto write = [&](duk_context* inner) -> duk_ret_t {
      serializer.run(inner, 0, 1);
      if (serializer.size() > max_whole_clone_bytes) {
        throw_dom_exception(inner, "DataCloneError", "The message is too large");
      }
      serializer.push_bytes(inner);
      return 1;
    };
    done = protect(ctx, 2, write);
  }
  if (!done) return duk_throw(ctx);
  return 1;
}

// [port, buffer, handles, refused?]: a bare array of ours, whose elements are numbers.
duk_ret_t send_packed(duk_context* ctx, UpType type) {
  duk_size_t length = 0;
  const void* bytes = duk_get_buffer(ctx, 1, &length);
  const auto count = static_cast<uint32_t>(duk_get_length(ctx, 2));
  // Nothing from here on can throw: an element of such an array is only read.
  std::vector<PortHandle> handles;
  handles.reserve(count);
  for (uint32_t i = 0; i < count; i++) {
    duk_get_prop_index(ctx, 2, i);
    handles.push_back(handle_at(ctx, -1));
    duk_pop(ctx);
  }
  const std::string encoded = encode_handles(handles);
  PortMessage message;
  message.refused = duk_get_boolean(ctx, 3) ? 1 : 0;
  message.handles = encoded;
  message.clone = {static_cast<const char*>(bytes), length};
  send(ctx, type, handle_at(ctx, 0), encode(message));
  return 0;
}

duk_ret_t post_packed(duk_context* ctx) {
  return send_packed(ctx, UpType::port_post);
}

duk_ret_t return_message(duk_context* ctx) {
  return send_packed(ctx, UpType::port_return);
}

duk_ret_t open_ports(duk_context* ctx) {
  const PortPair pair = {handle_at(ctx, 0), handle_at(ctx, 1)};
  send(ctx, UpType::port_open, inside_port, encode(pair));
  return 0;
}

duk_ret_t start_port(duk_context* ctx) {
  send(ctx, UpType::port_start, handle_at(ctx, 0));
  return 0;
}

duk_ret_t close_port(duk_context* ctx) {
  send(ctx, UpType::port_close, handle_at(ctx, 0));
  return 0;
}

duk_ret_t drop_port(duk_context* ctx) {
  realm_of(ctx).dropped_ports.push_back(handle_at(ctx, 0));
  return 0;
}

// The answer comes behind everything that was sent to the port, and takes as long as the supervisor
// needs to read what this worker has posted before.
duk_ret_t withdraw_port(duk_context* ctx) {
  Realm& realm = realm_of(ctx);
  const PortHandle port = handle_at(ctx, 0);
  send(ctx, UpType::port_withdraw, port);
  for (;;) {
    realm.inbox->take_arrived();
    if (realm.inbox->take_withdrawn(port)) return 0;
    realm.end->wait(Activity::busy, UINT64_MAX);
  }
}

duk_ret_t return_arrived(duk_context* ctx) {
  Realm& realm = realm_of(ctx);
  const PortHandle port = handle_at(ctx, 0);
  for (const Arrival& arrival : realm.inbox->take_for(port)) {
    send(ctx, UpType::port_return, port, arrival.bytes);
  }
  return 0;
}

duk_ret_t ports_allowed(duk_context* ctx) {
  duk_push_uint(ctx, realm_of(ctx).ports_allowed);
  return 1;
}

// (number of a SoftLimit): an exception about it follows.
duk_ret_t limit_met(duk_context* ctx) {
  const auto limit = told_by_worker(static_cast<uint8_t>(duk_get_uint(ctx, 0)));
  Realm& realm = realm_of(ctx);
  if (limit) realm.refusals.note(*limit, realm.outbox);
  return 0;
}

duk_ret_t is_root(duk_context* ctx) {
  duk_push_boolean(ctx, realm_of(ctx).is_root);
  return 1;
}

duk_ret_t when_collected(duk_context* ctx) {
  duk_set_finalizer(ctx, 0);
  return 0;
}

duk_ret_t collect(duk_context* ctx) {
  // Twice: what objects with a finalizer alone held goes with the second.
  duk_gc(ctx, 0);
  duk_gc(ctx, 0);
  return 0;
}

}  // namespace

void close_dropped_ports(Realm& realm) {
  if (realm.outbox == nullptr) return;
  for (const PortHandle port : std::exchange(realm.dropped_ports, {})) {
    realm.outbox->send(UpType::port_close, port);
  }
  for (const PortHandle port : realm.inbox->take_orphans()) {
    realm.outbox->send(UpType::port_close, port);
  }
}

void define_port_functions(duk_context* ctx) {
  define_function(ctx, -1, "pack", pack, 2);
  define_function(ctx, -1, "postPacked", post_packed, 4);
  define_function(ctx, -1, "returnMessage", return_message, 4);
  define_function(ctx, -1, "openPorts", open_ports, 2);
  define_function(ctx, -1, "startPort", start_port, 1);
  define_function(ctx, -1, "closePort", close_port, 1);
  define_function(ctx, -1, "dropPort", drop_port, 1);
  define_function(ctx, -1, "withdrawPort", withdraw_port, 1);
  define_function(ctx, -1, "returnArrived", return_arrived, 1);
  define_function(ctx, -1, "portsAllowed", ports_allowed, 0);
  define_function(ctx, -1, "limitMet", limit_met, 1);
  define_function(ctx, -1, "isRoot", is_root, 0);
  define_function(ctx, -1, "whenCollected", when_collected, 2);
  define_function(ctx, -1, "collect", collect, 0);
}

}  // namespace skep
