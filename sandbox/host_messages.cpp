// Host functions that talk to the supervisor: messages, children, console, errors, close.
#include <string>

#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "sandbox/define.h"
#include "sandbox/ending.h"
#include "sandbox/host.h"
#include "sandbox/modules.h"
#include "sandbox/protect.h"
#include "sandbox/realm.h"
#include "sandbox/scripts.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

void send(duk_context* ctx, UpType type, PortHandle channel, std::string_view payload) {
  realm_of(ctx).outbox->send(type, channel, as_bytes(payload));
}

}  // namespace

// Everything is serialized before the first record is sent: a getter that throws, posts or closes
// meanwhile tears nothing.
duk_ret_t post_message(duk_context* ctx, PortHandle handle) {
  bool done;
  {
    StructuredSerializer serializer;
    // 2. Let serializeWithTransferResult be StructuredSerializeWithTransfer(message, transfer).
    //    Rethrow any exceptions.
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

namespace {

// (handle, value, transfer)
duk_ret_t post(duk_context* ctx) {
  return post_message(ctx, static_cast<PortHandle>(duk_get_uint(ctx, 0)));
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
