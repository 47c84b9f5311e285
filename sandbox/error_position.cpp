#include "sandbox/error_position.h"

#include <algorithm>
#include <charconv>

#include "sandbox/define.h"
#include "sandbox/engine_layout.h"
#include "sandbox/realm.h"
#include "sandbox/text.h"

namespace skep {
namespace {

constexpr const char* native_stack = "nativeStack";
// Of an error about a script that could not be parsed: [file, line, column], in the source.
constexpr const char* parse_place = DUK_HIDDEN_SYMBOL("parsePlace");

constexpr std::string_view frame_prefix = "    at ";
constexpr std::string_view ellipsis = "    [...]";

struct Frame {
  std::string_view function;
  std::string_view file;
  uint32_t line = 0;
  bool constructs = false;
  bool internal = false;
};

// "    at NAME (FILE:LINE) flags". URLs hold no spaces, so the last " (" begins the file. False for
// frames of native code.
bool parse_frame(std::string_view text, Frame& frame) {
  text.remove_prefix(frame_prefix.size());
  const size_t close = text.rfind(')');
  if (close == std::string_view::npos) return false;
  const std::string_view flags = text.substr(close + 1);
  if (flags.starts_with(" native") || flags.starts_with(" light")) return false;
  frame.internal = flags.starts_with(" internal");
  frame.constructs = flags.find(" construct") != std::string_view::npos;
  const std::string_view before = text.substr(0, close);
  const size_t open = before.rfind(" (");
  if (open == std::string_view::npos) return false;
  frame.function = before.substr(0, open);
  const std::string_view place = before.substr(open + 2);
  const size_t colon = place.rfind(':');
  if (colon == std::string_view::npos) return false;
  frame.file = place.substr(0, colon);
  const std::string_view line = place.substr(colon + 1);
  return std::from_chars(line.data(), line.data() + line.size(), frame.line).ec == std::errc();
}

void append_frame(std::string& out, const Frame& frame, const SourcePosition& position) {
  std::string place(frame.file);
  place +=
      ':' + std::to_string(position.line) + ':' + std::to_string(std::max(position.column, 1u));
  out += "\n    at ";
  // Code outside of any function has no name in V8's stacks.
  if (frame.function == "[anon]" || frame.function == "global" || frame.function == "eval") {
    out += place;
    return;
  }
  if (frame.constructs) out += "new ";
  out.append(frame.function).append(" (").append(place).append(")");
}

// The nearest frame of a script on the engine's stack.
bool find_running_script(duk_context* ctx, ScriptPosition& position) {
  const duk_idx_t top = duk_get_top(ctx);
  bool found = false;
  for (duk_int_t level = -1; !found; level--) {
    duk_set_top(ctx, top);
    duk_inspect_callstack_entry(ctx, level);
    if (duk_is_undefined(ctx, -1)) break;
    duk_get_prop_string(ctx, top, "function");
    if (!duk_is_object(ctx, -1) || duk_is_c_function(ctx, -1)) continue;
    duk_get_prop_string(ctx, top, "lineNumber");
    duk_get_prop_string(ctx, top + 1, "fileName");
    const std::string_view file = engine_text_at(ctx, -1);
    if (file.empty() || is_hidden_file(file)) continue;
    const SourcePosition source = realm_of(ctx).positions.original(file, duk_get_uint(ctx, -2));
    position.file.assign(file);
    position.line = source.line;
    position.column = source.column;
    found = true;
  }
  duk_set_top(ctx, top);
  return found;
}

bool is_error(duk_context* ctx, duk_idx_t index) {
  void* object = duk_is_object(ctx, index) ? duk_get_heapptr(ctx, index) : nullptr;
  if (object == nullptr || is_proxy(object)) return false;
  // A platform object such as DOMException has trace data though its class is another.
  const bool traced = duk_get_prop_string(ctx, index, DUK_INTERNAL_SYMBOL("Tracedata")) != 0;
  duk_pop(ctx);
  return traced || class_of(object) == EngineClass::error;
}

// The place in a source that the error at `index` was made for; false if it is an ordinary one.
bool read_parse_place(duk_context* ctx, duk_idx_t index, ScriptPosition& place) {
  const bool found = duk_get_prop_string(ctx, index, parse_place) != 0;
  if (found) {
    duk_get_prop_index(ctx, -1, 0);
    duk_get_prop_index(ctx, -2, 1);
    duk_get_prop_index(ctx, -3, 2);
    place = {std::string(engine_text_at(ctx, -3)), duk_get_uint(ctx, -2), duk_get_uint(ctx, -1)};
    duk_pop_3(ctx);
  }
  duk_pop(ctx);
  return found;
}

// The engine's own text for the error at `index`, translated into realm.positions.
void translate_stack(duk_context* ctx, duk_idx_t index) {
  index = duk_normalize_index(ctx, index);
  duk_push_heap_stash(ctx);
  duk_get_prop_string(ctx, -1, native_stack);
  duk_dup(ctx, index);
  duk_call_method(ctx, 0);
  Positions& positions = realm_of(ctx).positions;
  ScriptPosition first;
  positions.text = positions.translate(engine_text_at(ctx, -1), first);
  positions.position = std::move(first);
  duk_pop_2(ctx);
  ScriptPosition place;
  if (!read_parse_place(ctx, index, place)) return;
  // Above those who asked for the script.
  const size_t frames = std::min(positions.text.find("\n    at "), positions.text.size());
  positions.text.insert(frames, "\n    at " + place.file + ':' + std::to_string(place.line) + ':' +
                                    std::to_string(std::max(place.column, 1u)));
  positions.position = std::move(place);
}

duk_ret_t get_stack(duk_context* ctx) {
  duk_push_this(ctx);
  if (!is_error(ctx, -1)) return 0;
  translate_stack(ctx, -1);
  const std::string& text = realm_of(ctx).positions.text;
  duk_push_lstring(ctx, text.data(), text.size());
  return 1;
}

duk_ret_t get_file_name(duk_context* ctx) {
  duk_push_this(ctx);
  if (!is_error(ctx, -1)) return 0;
  translate_stack(ctx, -1);
  const std::string& file = realm_of(ctx).positions.position.file;
  if (file.empty()) return 0;
  duk_push_lstring(ctx, file.data(), file.size());
  return 1;
}

duk_ret_t get_line_number(duk_context* ctx) {
  duk_push_this(ctx);
  if (!is_error(ctx, -1)) return 0;
  translate_stack(ctx, -1);
  const ScriptPosition& position = realm_of(ctx).positions.position;
  if (position.file.empty()) return 0;
  duk_push_uint(ctx, position.line);
  return 1;
}

duk_ret_t stand_in_text(duk_context* ctx) {
  duk_push_this(ctx);
  duk_get_prop_string(ctx, -1, DUK_HIDDEN_SYMBOL("header"));
  return 1;
}

// Duktape.errThrow: sees every value on its way, and only looks.
duk_ret_t note_throw(duk_context* ctx) {
  if (!is_error(ctx, 0)) {
    ScriptPosition& last = realm_of(ctx).positions.last_throw;
    if (!find_running_script(ctx, last)) last.file.clear();
  }
  duk_dup(ctx, 0);
  return 1;
}

// The setter of the engine stays: assignment makes an own property.
void replace_getter(duk_context* ctx, duk_idx_t prototype, const char* name,
                    duk_c_function getter) {
  duk_push_string(ctx, name);
  duk_push_c_function(ctx, getter, 0);
  duk_def_prop(ctx, prototype, DUK_DEFPROP_HAVE_GETTER);
}

}  // namespace

void Positions::add_script(std::string_view url, std::string_view code,
                           std::string_view line_table) {
  Script& script = scripts_[std::string(url)];
  script.line_table.assign(line_table);
  script.indents.clear();
  if (!line_table.empty()) return;
  for (size_t start = 0; start <= code.size();) {
    size_t end = code.find('\n', start);
    if (end == std::string_view::npos) end = code.size();
    const std::string_view line = code.substr(start, end - start);
    const size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
    script.indents.push_back(static_cast<uint16_t>(std::min<size_t>(indent, UINT16_MAX)));
    start = end + 1;
  }
}

bool Positions::knows(std::string_view url) const {
  return scripts_.contains(url);
}

SourcePosition Positions::original(std::string_view file, uint32_t line) const {
  const auto found = scripts_.find(file);
  if (found == scripts_.end()) return {line, 1};
  const Script& script = found->second;
  if (!script.line_table.empty()) return find_source_position(script.line_table, line);
  if (line == 0 || line > script.indents.size()) return {line, 1};
  return {line, script.indents[line - 1] + 1u};
}

std::string Positions::translate(std::string_view engine_stack, ScriptPosition& first) const {
  // The frames are the last lines that look like frames; what precedes them is the error itself.
  std::vector<std::string_view> lines;
  while (true) {
    const size_t start = engine_stack.rfind('\n');
    if (start == std::string_view::npos) break;
    const std::string_view line = engine_stack.substr(start + 1);
    if (!line.starts_with(frame_prefix) && line != ellipsis) break;
    lines.push_back(line);
    engine_stack.remove_suffix(line.size() + 1);
  }
  std::string out(engine_stack);
  for (size_t i = lines.size(); i-- > 0;) {
    Frame frame;
    if (lines[i] == ellipsis || !parse_frame(lines[i], frame)) continue;
    if (is_hidden_file(frame.file)) continue;
    // Errors of the compiler name the script; all other internal frames are files of the engine.
    if (frame.internal && !knows(frame.file) && frame.file != "eval") continue;
    const SourcePosition position = original(frame.file, frame.line);
    if (first.file.empty()) first = {std::string(frame.file), position.line, position.column};
    append_frame(out, frame, position);
  }
  return out;
}

void define_error_positions(duk_context* ctx) {
  duk_push_heap_stash(ctx);
  duk_eval_string(ctx, "Object.getOwnPropertyDescriptor(Error.prototype, 'stack').get");
  duk_put_prop_string(ctx, -2, native_stack);
  duk_pop(ctx);

  duk_eval_string(ctx, "Error.prototype");
  const duk_idx_t prototype = duk_normalize_index(ctx, -1);
  replace_getter(ctx, prototype, "stack", get_stack);
  replace_getter(ctx, prototype, "fileName", get_file_name);
  replace_getter(ctx, prototype, "lineNumber", get_line_number);
  duk_pop(ctx);

  // The engine keeps a way of its own to this object when the global that names it is gone.
  duk_get_global_string(ctx, "Duktape");
  duk_push_c_function(ctx, note_throw, 1);
  duk_put_prop_string(ctx, -2, "errThrow");
  duk_pop(ctx);
}

void set_parse_place(duk_context* ctx, duk_idx_t index, uint32_t line, uint32_t column) {
  index = duk_normalize_index(ctx, index);
  duk_push_string(ctx, parse_place);
  duk_push_bare_array(ctx);
  duk_pull(ctx, -3);
  duk_put_prop_index(ctx, -2, 0);
  duk_push_uint(ctx, line);
  duk_put_prop_index(ctx, -2, 1);
  duk_push_uint(ctx, column);
  duk_put_prop_index(ctx, -2, 2);
  duk_def_prop(ctx, index, DUK_DEFPROP_HAVE_VALUE);
}

void find_stack(duk_context* ctx, duk_idx_t index, std::string_view name,
                std::string_view message) {
  index = duk_normalize_index(ctx, index);
  // The engine writes what toString() says, and then the frames that it has kept in the error.
  const duk_idx_t stand_in = duk_push_bare_object(ctx);
  duk_get_prop_string(ctx, index, DUK_INTERNAL_SYMBOL("Tracedata"));
  duk_put_prop_string(ctx, stand_in, DUK_INTERNAL_SYMBOL("Tracedata"));
  duk_push_lstring(ctx, name.data(), name.size());
  if (!message.empty()) {
    duk_push_string(ctx, ": ");
    duk_push_lstring(ctx, message.data(), message.size());
    duk_concat(ctx, 3);
  }
  duk_put_prop_string(ctx, stand_in, DUK_HIDDEN_SYMBOL("header"));
  duk_push_c_function(ctx, stand_in_text, 0);
  duk_put_prop_string(ctx, stand_in, "toString");
  translate_stack(ctx, stand_in);
  duk_set_top(ctx, stand_in);
}

void find_position(duk_context* ctx, duk_idx_t index) {
  index = duk_normalize_index(ctx, index);
  Positions& positions = realm_of(ctx).positions;
  positions.text.clear();
  positions.position = {};
  if (is_error(ctx, index)) {
    translate_stack(ctx, index);
    // A stack that the script has set, or that came with a clone, is what people should read.
    const duk_idx_t top = duk_get_top(ctx);
    duk_push_string(ctx, "stack");
    duk_get_prop_desc(ctx, index, 0);
    if (duk_is_object(ctx, -1)) duk_get_prop_string(ctx, -1, "value");
    if (const std::string_view own = engine_text_at(ctx, -1); !own.empty())
      positions.text.assign(own);
    duk_set_top(ctx, top);
  } else if (positions.reporting_throw) {
    positions.position = positions.last_throw;
  }
  if (positions.position.file.empty()) find_running_script(ctx, positions.position);
}

duk_ret_t host_position_of(duk_context* ctx) {
  find_position(ctx, 0);
  const Positions& positions = realm_of(ctx).positions;
  duk_push_object(ctx);
  duk_push_lstring(ctx, positions.position.file.data(), positions.position.file.size());
  define_field(ctx, -2, "filename");
  duk_push_uint(ctx, positions.position.line);
  define_field(ctx, -2, "lineno");
  duk_push_uint(ctx, positions.position.column);
  define_field(ctx, -2, "colno");
  duk_push_lstring(ctx, positions.text.data(), positions.text.size());
  define_field(ctx, -2, "stack");
  return 1;
}

}  // namespace skep
