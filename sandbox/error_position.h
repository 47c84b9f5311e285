// Where in its source a script went wrong: the engine knows lines of lowered code, people wrote
// something else.
//
// Error.prototype's stack, fileName and lineNumber are replaced by accessors that give original
// positions, as text that tools know from V8: "Error: boom\n    at f (URL:line:column)". Frames of
// the engine, the language library and the prelude do not show.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <duktape.h>

#include "proto/line_table.h"

namespace skep {

// The file is a part of the worker itself: its frames do not show. Scripts have absolute URLs.
inline bool is_hidden_file(std::string_view file) {
  return file.starts_with("skep:") || file == "language_library.js";
}

struct ScriptPosition {
  std::string file;
  uint32_t line = 0;  // from 1; 0 = not known
  uint32_t column = 0;
};

class Positions {
 public:
  // From now on lines of `url` are led back through `line_table`; an empty one says that `code` is
  // the source, and then the first character of each line is as much as is known of columns.
  void add_script(std::string_view url, std::string_view code, std::string_view line_table);
  bool knows(std::string_view url) const;
  SourcePosition original(std::string_view file, uint32_t line) const;

  // What the engine writes for a stack, in V8's form and with original positions. The first frame
  // that shows goes to `first`, if there is one.
  std::string translate(std::string_view engine_stack, ScriptPosition& first) const;

  // Where a value that is no Error was thrown last; while one is reported it is what is asked for.
  ScriptPosition last_throw;
  bool reporting_throw = false;

  // Results on their way into the engine. Owned here because a Duktape error passes over
  // destructors.
  std::string text;
  ScriptPosition position;

 private:
  struct Script {
    std::string line_table;
    std::vector<uint16_t> indents;  // without a table: columns before the first character
  };
  std::map<std::string, Script, std::less<>> scripts_;
};

// Replaces the accessors and notes where values that are no errors are thrown. Needs the engine's
// own `Duktape` object still there.
void define_error_positions(duk_context* ctx);

// Takes the text at the top of the stack: the file that the syntax error at `index` was found in,
// however deep in importScripts() or import() it is thrown. May throw a Duktape error.
void set_parse_place(duk_context* ctx, duk_idx_t index, uint32_t line, uint32_t column);

// Finds where the value at `index` was made, or where script is running now; into realm's
// positions().position and .text (the stack). May throw a Duktape error.
void find_position(duk_context* ctx, duk_idx_t index);

// The stack of the error at `index` into realm's positions().text, under a name and a message that
// are known already: no code of the user's runs, as it does when the engine asks for them.
void find_stack(duk_context* ctx, duk_idx_t index, std::string_view name, std::string_view message);

// Host function: positionOf(value).
duk_ret_t host_position_of(duk_context* ctx);

}  // namespace skep
