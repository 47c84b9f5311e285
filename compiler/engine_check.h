// What the engine itself makes of a script: its compiled form, or a complaint.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <duktape.h>

namespace skep {

struct EngineVerdict {
  bool compiles = false;
  std::string message;   // the engine's words when it does not, without position
  uint32_t line = 0;     // of the script given; 0 = not known
  std::string compiled;  // see CompileResult; the functions of no file yet
  std::string functions;
};

// Compiles without running. Deep nesting is an error of the script, not of the process, as long as
// the stack is 64 MB.
EngineVerdict check_with_engine(duk_context* heap, std::string_view script);

}  // namespace skep
