#include "sandbox/delivery.h"

#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "sandbox/define.h"
#include "sandbox/ending.h"
#include "sandbox/protect.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// https://html.spec.whatwg.org/multipage/web-messaging.html#message-port-post-message-steps, step
// 7: deserialized when the task runs, in the realm it arrives at.
void deliver_message(Realm& realm, const Arrival& arrival) {
  duk_context* ctx = realm.ctx;
  StructuredDeserializer deserializer(as_bytes(arrival.bytes));
  auto deserialize = [&](duk_context* inner) -> duk_ret_t { return deserializer.run(inner); };
  const bool whole = protect(ctx, 0, deserialize);
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

}  // namespace

void deliver(Realm& realm, const Arrival& arrival) {
  switch (arrival.type) {
    case DownType::message: return deliver_message(realm, arrival);
    case DownType::child_error: return deliver_child_error(realm, arrival);
    case DownType::child_ended:
      duk_push_uint(realm.ctx, arrival.channel);
      if (call_hook(realm, "childEnded", 1)) duk_pop(realm.ctx);
      return;
    case DownType::start:
    case DownType::imported: break;
  }
  end_worker(CellExit::protocol);
}

}  // namespace skep
