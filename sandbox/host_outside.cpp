// Host functions for what goes past this worker's own ports: broadcasts and calls of host
// functions.
//
// A clone that waits in the prelude, before it is sent or after it arrived, is a plain buffer that
// no script ever sees.
#include <cstring>
#include <string>

#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/protect.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

std::string_view buffer_at(duk_context* ctx, duk_idx_t index) {
  duk_size_t length = 0;
  const void* bytes = duk_get_buffer(ctx, index, &length);
  return {static_cast<const char*>(bytes), length};
}

// (value) → buffer
duk_ret_t serialize(duk_context* ctx) {
  bool done;
  {
    StructuredSerializer serializer;
    auto write = [&](duk_context* inner) -> duk_ret_t {
      duk_push_undefined(inner);
      serializer.run(inner, 0, 1);
      if (serializer.size() > max_whole_clone_bytes) {
        throw_dom_exception(inner, "DataCloneError", "The message is too large");
      }
      serializer.push_bytes(inner);
      return 1;
    };
    done = protect(ctx, 1, write);
  }
  if (!done) return duk_throw(ctx);
  return 1;
}

// (buffer) → value
duk_ret_t deserialize(duk_context* ctx) {
  bool done;
  {
    StructuredDeserializer deserializer(as_bytes(buffer_at(ctx, 0)));
    auto read = [&](duk_context* inner) -> duk_ret_t { return deserializer.run(inner); };
    done = protect(ctx, 0, read);
  }
  if (!done) return duk_throw(ctx);
  return 1;
}

duk_ret_t closing(duk_context* ctx) {
  duk_push_boolean(ctx, realm_of(ctx).loop.closing());
  return 1;
}

// (call, name, buffer) → false if no function can have that name
duk_ret_t call(duk_context* ctx) {
  const std::string name = utf8_of(engine_text_at(ctx, 1));
  const bool fits = name.size() <= max_function_bytes;
  if (fits) {
    const HostCall request = {duk_get_uint(ctx, 0), name, buffer_at(ctx, 2)};
    const std::string payload = encode(request);
    realm_of(ctx).outbox->send(UpType::host_call, inside_port, as_bytes(payload));
  }
  duk_push_boolean(ctx, fits);
  return 1;
}

// (name, buffer)
duk_ret_t broadcast(duk_context* ctx) {
  const std::string name = channel_name(engine_text_at(ctx, 0));
  const std::string payload = encode(Broadcast{name, buffer_at(ctx, 1)});
  realm_of(ctx).outbox->send(UpType::broadcast, inside_port, as_bytes(payload));
  return 0;
}

// (name) → null, or why not
duk_ret_t join_channel(duk_context* ctx) {
  Realm& realm = realm_of(ctx);
  const std::string name = channel_name(engine_text_at(ctx, 0));
  if (name.size() > max_channel_bytes) {
    duk_push_string(ctx, "the name is too long.");
  } else if (realm.channels_joined >= realm.channels_allowed) {
    realm.refusals.note(SoftLimit::channels, realm.outbox);
    duk_push_string(ctx, "this worker listens on as many channels as it may.");
  } else {
    realm.channels_joined++;
    const std::string payload = encode(ChannelName{name});
    realm.outbox->send(UpType::channel_join, inside_port, as_bytes(payload));
    duk_push_null(ctx);
  }
  return 1;
}

// (name)
duk_ret_t leave_channel(duk_context* ctx) {
  Realm& realm = realm_of(ctx);
  realm.channels_joined--;
  const std::string name = channel_name(engine_text_at(ctx, 0));
  const std::string payload = encode(ChannelName{name});
  realm.outbox->send(UpType::channel_leave, inside_port, as_bytes(payload));
  return 0;
}

}  // namespace

std::string channel_name(std::string_view engine_text) {
  return has_lone_surrogate(engine_text) ? std::string(engine_text) : utf8_of(engine_text);
}

void push_channel_name(duk_context* ctx, std::string_view name) {
  if (is_engine_text(name)) {
    duk_push_lstring(ctx, name.data(), name.size());
  } else {
    push_text(ctx, name);
  }
}

void define_outside_functions(duk_context* ctx) {
  define_function(ctx, -1, "serialize", serialize, 1);
  define_function(ctx, -1, "deserialize", deserialize, 1);
  define_function(ctx, -1, "closing", closing, 0);
  define_function(ctx, -1, "call", call, 3);
  define_function(ctx, -1, "broadcast", broadcast, 2);
  define_function(ctx, -1, "joinChannel", join_channel, 1);
  define_function(ctx, -1, "leaveChannel", leave_channel, 1);
}

}  // namespace skep
