#include "sandbox/scripts.h"

#include <string>
#include <vector>

#include "engine/engine_extras.h"
#include "proto/wire.h"
#include "sandbox/clone_builtins.h"
#include "sandbox/define.h"
#include "sandbox/ending.h"
#include "sandbox/protect.h"
#include "sandbox/realm.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// Duktape ends the message of a syntax error with " (line N)", a line of lowered code.
std::string_view without_line(std::string_view message) {
  const size_t at = message.rfind(" (line ");
  return at != std::string_view::npos && message.ends_with(')') ? message.substr(0, at) : message;
}

// Duktape/C function, so that it may throw: find_position() of its argument.
duk_ret_t find_position_of(duk_context* ctx, void*) {
  find_position(ctx, -1);
  return 0;
}

// The error at the top of the stack, which it takes.
void send_error(Realm& realm, UpType type, ErrorReport::Kind kind) {
  duk_context* ctx = realm.ctx;
  duk_dup(ctx, -1);
  duk_safe_call(ctx, find_position_of, nullptr, 1, 1);
  duk_pop(ctx);
  const Positions& positions = realm.positions;
  duk_safe_to_string(ctx, -1);
  const std::string message = "Uncaught " + utf8_of(without_line(engine_text_at(ctx, -1)));
  const std::string file = utf8_of(positions.position.file);
  const std::string stack = utf8_of(positions.text);
  ErrorReport report;
  report.kind = kind;
  report.line = positions.position.line;
  report.column = positions.position.column;
  report.message = cut_text(message, max_error_text_bytes);
  report.filename = cut_text(file, max_url_bytes);
  // What did not start has run nothing: its place is all there is.
  if (kind != ErrorReport::Kind::parse) report.stack = cut_text(stack, max_error_text_bytes);
  const std::string payload = encode(report);
  realm.outbox->send(type, inside_port, as_bytes(payload));
  duk_pop(ctx);
}

// What one importScripts() call owns while it waits and runs.
struct Import {
  uint32_t count = 0;
  std::string items;
  std::vector<Arrival> answers;
};

// Adds {url, source} at the top of the stack to the request.
void add_item(duk_context* ctx, Import& import) {
  duk_get_prop_string(ctx, -1, "url");
  duk_get_prop_string(ctx, -2, "source");
  duk_size_t length = 0;
  const void* bytes = duk_get_buffer_data(ctx, -1, &length);
  const std::string url = utf8_of(engine_text_at(ctx, -2));
  std::string source;
  if (bytes != nullptr) {
    source.assign(static_cast<const char*>(bytes), length);
  } else {
    source = utf8_of(engine_text_at(ctx, -1));
  }
  ImportItem item;
  item.url = url;
  item.has_source = duk_is_undefined(ctx, -1) ? 0 : 1;
  item.source = source;
  import.items += encode(item);
  import.count++;
  duk_pop_2(ctx);
}

void wait_for_answers(Realm& realm, Import& import) {
  while (import.answers.size() < import.count) {
    realm.inbox->take_arrived();
    if (auto answer = realm.inbox->next_imported()) {
      import.answers.push_back(std::move(*answer));
    } else {
      realm.end->wait(Activity::busy, UINT64_MAX);
    }
  }
}

// https://html.spec.whatwg.org/multipage/workers.html#import-scripts-into-worker-global-scope, from
// step 5.2 on, for one answer.
void run_imported(duk_context* ctx, const Arrival& answer) {
  Realm& realm = realm_of(ctx);
  ImportedScript imported;
  if (!decode(as_bytes(answer.bytes), imported)) end_worker(CellExit::protocol);
  switch (imported.status) {
    case ImportedScript::Status::network_error:
      realm.positions.text.assign(imported.detail);
      throw_dom_exception(ctx, "NetworkError", realm.positions.text.c_str());
    case ImportedScript::Status::syntax_error:
      push_syntax_error(ctx, imported.error);
      (void)duk_throw(ctx);
      return;
    case ImportedScript::Status::ok: break;
  }
  // 5.3. Run the classic script script, with rethrow errors set to true. … If an exception was
  //      thrown or if the script was prematurely aborted, then abort all these steps, letting the
  //      exception or aborting continue to be processed by the calling script.
  if (run_script(realm, imported.script) != ScriptOutcome::done) duk_throw(ctx);
}

}  // namespace

void push_syntax_error(duk_context* ctx, const ErrorReport& error) {
  duk_push_error_object(ctx, DUK_ERR_SYNTAX_ERROR, "%s", "");
  push_text(ctx, error.message);
  define_builtin(ctx, -2, "message");
  push_text(ctx, error.filename);
  set_parse_place(ctx, -2, error.line, error.column);
  duk_push_uint(ctx, error.column);
  define_builtin(ctx, -2, "columnNumber");
}

namespace {

// [name of the file] → [function], or [error]. False: it has no compiled form that could be loaded.
bool load_compiled(duk_context* ctx, const CompiledScript& script) {
  auto load = [&](duk_context* inner) -> duk_ret_t {
    return engine_load_function(inner, script.compiled.data(), script.compiled.size()) != 0;
  };
  duk_dup(ctx, -1);
  if (!protect(ctx, 1, load) || !duk_is_function(ctx, -1)) {
    duk_pop(ctx);
    return false;
  }
  duk_remove(ctx, -2);
  return true;
}

}  // namespace

bool push_compiled(Realm& realm, const CompiledScript& script) {
  duk_context* ctx = realm.ctx;
  push_text(ctx, script.url);
  // Known by the name that the engine will give back.
  realm.positions.add_script(engine_text_at(ctx, -1), script.code, script.line_table);
  realm.function_texts.begin(script.code, script.functions);
  const bool compiled =
      (!script.compiled.empty() && load_compiled(ctx, script)) ||
      duk_pcompile_lstring_filename(ctx, 0, script.code.data(), script.code.size()) == 0;
  realm.function_texts.end();
  return compiled;
}

ScriptOutcome run_script(Realm& realm, const CompiledScript& script) {
  return push_compiled(realm, script) ? run_pushed(realm) : ScriptOutcome::parse_error;
}

ScriptOutcome run_pushed(Realm& realm) {
  duk_context* ctx = realm.ctx;
  duk_push_global_object(ctx);
  if (duk_pcall_method(ctx, 0) != DUK_EXEC_SUCCESS) return ScriptOutcome::threw;
  duk_pop(ctx);
  return ScriptOutcome::done;
}

void send_start_failed(Realm& realm) {
  send_error(realm, UpType::start_failed, ErrorReport::Kind::parse);
}

void send_bare_report(Realm& realm) {
  send_error(realm, UpType::report_error, ErrorReport::Kind::exception);
}

duk_ret_t host_import_scripts(duk_context* ctx) {
  bool done;
  {
    Import import;
    auto body = [&](duk_context* inner) -> duk_ret_t {
      const auto count = static_cast<duk_uarridx_t>(duk_get_length(inner, -1));
      if (count > max_scripts_per_import) {
        return duk_error(inner, DUK_ERR_RANGE_ERROR, "too many scripts in one importScripts()");
      }
      for (duk_uarridx_t i = 0; i < count; i++) {
        duk_get_prop_index(inner, -1, i);
        add_item(inner, import);
        duk_pop(inner);
      }
      Realm& realm = realm_of(inner);
      {
        const std::string payload = encode(ImportRequest{import.count, import.items});
        realm.outbox->send(UpType::import_scripts, inside_port, as_bytes(payload));
      }
      wait_for_answers(realm, import);
      for (const Arrival& answer : import.answers) run_imported(inner, answer);
      return 0;
    };
    done = protect(ctx, 1, body);
  }
  if (!done) return duk_throw(ctx);
  return 0;
}

}  // namespace skep
