// Host functions that talk to the supervisor: messages, children, console, errors, close.
#include <string>

#include "engine/engine_extras.h"
#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/define.h"
#include "sandbox/ending.h"
#include "sandbox/host.h"
#include "sandbox/modules.h"
#include "sandbox/protect.h"
#include "sandbox/realm.h"
#include "sandbox/scripts.h"
#include "sandbox/serialize_leaf.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

void send(duk_context* ctx, UpType type, PortHandle channel, std::string_view payload) {
  realm_of(ctx).outbox->send(type, channel, as_bytes(payload));
}

// (handle, value, transfer). Everything is serialized before the first record is sent: a getter
// that throws, posts or closes meanwhile tears nothing.
// https://html.spec.whatwg.org/multipage/web-messaging.html#message-port-post-message-steps
duk_ret_t post(duk_context* ctx) {
  const auto handle = static_cast<PortHandle>(duk_get_uint(ctx, 0));
  duk_remove(ctx, 0);
  bool done;
  {
    StructuredSerializer serializer;
    // 2. Let serializeWithTransferResult be StructuredSerializeWithTransfer(message, transfer).
    //    Rethrow any exceptions.
    auto serialize = [&](duk_context* inner) -> duk_ret_t {
      const duk_ret_t kept = serializer.run(inner, 0, 1);
      if (serializer.size() > max_message_bytes) {
        throw_dom_exception(inner, "DataCloneError", "The message is too large");
      }
      return kept;
    };
    done = protect(ctx, 2, serialize);
    if (done) realm_of(ctx).outbox->send(UpType::message, handle, serializer.parts());
  }
  if (!done) return duk_throw(ctx);
  return 0;
}

// The value at the top of the stack goes to `handle`; what cannot be cloned is thrown.
duk_ret_t post_top(duk_context* ctx, PortHandle handle) {
  if (LeafWriter simple; simple.write_message(ctx, -1)) {
    send(ctx, UpType::message, handle, simple.bytes());
    return 0;
  }
  bool done;
  {
    StructuredSerializer serializer;
    duk_push_undefined(ctx);
    auto serialize = [&](duk_context* inner) -> duk_ret_t {
      const duk_ret_t kept = serializer.run(inner, -2, -1);
      if (serializer.size() > max_message_bytes) {
        throw_dom_exception(inner, "DataCloneError", "The message is too large");
      }
      return kept;
    };
    done = protect(ctx, 2, serialize);
    if (done) realm_of(ctx).outbox->send(UpType::message, handle, serializer.parts());
  }
  if (!done) return duk_throw(ctx);
  return 0;
}

// postMessage(message), of the global object and of a Worker. With anything else, a transfer list
// or another receiver, the prelude's own method goes on: it is the function's hidden `whole`.
duk_ret_t quick_post_message(duk_context* ctx) {
  const duk_idx_t given = duk_get_top(ctx);
  if (given == 1 || (given == 2 && duk_is_undefined(ctx, 1))) {
    duk_set_top(ctx, 1);
    duk_push_this(ctx);
    const MessageEvents& events = realm_of(ctx).message_events;
    if (duk_get_current_magic(ctx) == 0) {
      if (duk_is_null_or_undefined(ctx, 1) || duk_get_heapptr(ctx, 1) == events.global) {
        duk_set_top(ctx, 1);
        return post_top(ctx, inside_port);
      }
    } else if (duk_is_object(ctx, 1) &&
               engine_get_own(ctx, 1, events.keys[MessageEvents::worker_slot]) &&
               engine_get_own(ctx, 2, events.keys[MessageEvents::handle])) {
      const auto handle = static_cast<PortHandle>(duk_get_uint(ctx, 3));
      duk_set_top(ctx, 1);
      return post_top(ctx, handle);
    }
    duk_set_top(ctx, given == 1 ? 1 : 2);
  }
  duk_push_current_function(ctx);
  duk_get_prop_string(ctx, -1, DUK_HIDDEN_SYMBOL("whole"));
  duk_replace(ctx, -2);
  duk_insert(ctx, 0);
  duk_push_this(ctx);
  duk_insert(ctx, 1);
  duk_call_method(ctx, given);
  return 1;
}

// (method, of a Worker) → the same, quicker
duk_ret_t quick_post(duk_context* ctx) {
  push_method(ctx, {"postMessage", "postMessage", quick_post_message, DUK_VARARGS, 1,
                    static_cast<int16_t>(duk_get_boolean(ctx, 1) ? 1 : 0)});
  duk_dup(ctx, 0);
  duk_put_prop_string(ctx, -2, DUK_HIDDEN_SYMBOL("whole"));
  return 1;
}

// (value, transfer) → value
// https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone
duk_ret_t clone(duk_context* ctx) {
  bool done;
  {
    StructuredSerializer serializer;
    auto serialize = [&](duk_context* inner) -> duk_ret_t { return serializer.run(inner, 0, 1); };
    done = protect(ctx, 2, serialize);
    if (done) {
      // As a message arrives: what is large becomes the engine's without another copy.
      const std::span<const StructuredSerializer::Part> parts = serializer.parts();
      Arriving whole(realm_of(ctx).arena, DownType::message, parts.front());
      for (const auto& part : parts.subspan(1)) whole.append(part);
      StructuredDeserializer deserializer(as_bytes(whole.bytes), whole.bulk);
      auto deserialize = [&](duk_context* inner) -> duk_ret_t { return deserializer.run(inner); };
      done = protect(ctx, 0, deserialize);
    }
  }
  if (!done) return duk_throw(ctx);
  return 1;
}

// (handle, url, name, module, source)
duk_ret_t spawn(duk_context* ctx) {
  duk_require_string(ctx, 1);
  duk_require_string(ctx, 2);
  if (engine_to_utf8(engine_text_at(ctx, 1), nullptr) > max_url_bytes) {
    return duk_range_error(ctx, "the URL of a worker is too long");
  }
  if (engine_to_utf8(engine_text_at(ctx, 2), nullptr) > max_name_bytes) {
    return duk_range_error(ctx, "the name of a worker is too long");
  }
  duk_size_t length = 0;
  const void* bytes = duk_get_buffer_data(ctx, 4, &length);
  if (length > max_script_bytes || engine_text_at(ctx, 4).size() > max_script_bytes) {
    return duk_range_error(ctx, "the script of a worker is too large");
  }
  const std::string url = utf8_of(engine_text_at(ctx, 1));
  const std::string name = utf8_of(engine_text_at(ctx, 2));
  const std::string text = bytes != nullptr ? std::string(static_cast<const char*>(bytes), length)
                                            : utf8_of(engine_text_at(ctx, 4));
  SpawnRequest request;
  request.url = url;
  request.name = name;
  request.module = duk_get_boolean(ctx, 3) ? 1 : 0;
  request.has_source = duk_is_undefined(ctx, 4) ? 0 : 1;
  request.source = text;
  const std::string payload = encode(request);
  send(ctx, UpType::spawn, static_cast<PortHandle>(duk_get_uint(ctx, 0)), payload);
  return 0;
}

duk_ret_t terminate(duk_context* ctx) {
  send(ctx, UpType::terminate_child, static_cast<PortHandle>(duk_get_uint(ctx, 0)), {});
  return 0;
}

duk_ret_t close(duk_context* ctx) {
  realm_of(ctx).loop.close(ctx);
  return 0;
}

// (level, text)
duk_ret_t console(duk_context* ctx) {
  const duk_uint_t level = duk_get_uint(ctx, 0);
  const std::string text = utf8_of(engine_text_at(ctx, 1));
  ConsoleLine line;
  line.level = level <= 4 ? static_cast<ConsoleLevel>(level) : ConsoleLevel::log;
  line.text = cut_text(text, max_console_bytes);
  const std::string payload = encode(line);
  send(ctx, UpType::console, inside_port, payload);
  return 0;
}

// What a listener or a promise threw for lack of memory, and nobody caught, ends the worker, as it
// does where the script itself throws it: between two tasks nothing is left that could give memory
// back.
void end_if_out_of_memory(const Realm& realm, std::string_view message) {
  if (!realm.pressure.ever_refused()) return;
  for (const std::string_view uncaught : {"Uncaught ", "Uncaught (in promise) "}) {
    for (const std::string_view what : {"Error: alloc failed", "Error: error in error handling"}) {
      if (message.starts_with(uncaught) && message.substr(uncaught.size()) == what) {
        end_worker(CellExit::out_of_memory);
      }
    }
  }
}

// ({message, filename, lineno, colno, stack, observed, rejection})
duk_ret_t report_error(duk_context* ctx) {
  for (const char* name : {"message", "filename", "stack"}) {
    duk_get_prop_string(ctx, 0, name);
    duk_safe_to_string(ctx, -1);
  }
  for (const char* name : {"lineno", "colno", "observed", "rejection"}) {
    duk_get_prop_string(ctx, 0, name);
  }
  const std::string message = utf8_of(engine_text_at(ctx, 1));
  end_if_out_of_memory(realm_of(ctx), message);
  const std::string filename = utf8_of(engine_text_at(ctx, 2));
  const std::string stack = utf8_of(engine_text_at(ctx, 3));
  ErrorReport report;
  report.message = cut_text(message, max_error_text_bytes);
  report.filename = cut_text(filename, max_url_bytes);
  report.stack = cut_text(stack, max_error_text_bytes);
  report.line = duk_get_uint(ctx, 4);
  report.column = duk_get_uint(ctx, 5);
  report.observed = duk_get_boolean(ctx, 6) ? 1 : 0;
  if (duk_get_boolean(ctx, 7)) report.kind = ErrorReport::Kind::rejection;
  const std::string payload = encode(report);
  send(ctx, UpType::report_error, inside_port, payload);
  return 0;
}

}  // namespace

void define_message_functions(duk_context* ctx) {
  define_function(ctx, -1, "post", post, 3);
  define_function(ctx, -1, "quickPost", quick_post, 2);
  define_function(ctx, -1, "clone", clone, 2);
  define_function(ctx, -1, "spawn", spawn, 5);
  define_function(ctx, -1, "terminate", terminate, 1);
  define_function(ctx, -1, "close", close, 0);
  define_function(ctx, -1, "console", console, 2);
  define_function(ctx, -1, "reportError", report_error, 1);
  define_function(ctx, -1, "importScripts", host_import_scripts, 1);
  define_function(ctx, -1, "loadModule", host_load_module, 4);
  define_function(ctx, -1, "forceProperty", host_force_property, 3);
  define_function(ctx, -1, "setParsePlace", host_set_parse_place, 4);
  define_function(ctx, -1, "reportException", host_report_exception, 1);
}

}  // namespace skep
