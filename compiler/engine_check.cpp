#include "compiler/engine_check.h"

namespace skep {

EngineVerdict check_with_engine(duk_context* heap, std::string_view script) {
  EngineVerdict verdict;
  if (script.empty()) script = "";  // never a null pointer
  verdict.compiles = duk_pcompile_lstring(heap, 0, script.data(), script.size()) == 0;
  if (!verdict.compiles && duk_is_object(heap, -1)) {
    // An error object the engine just made: its properties are plain, reading them cannot throw.
    duk_get_prop_string(heap, -1, "lineNumber");
    verdict.line = duk_get_uint_default(heap, -1, 0);
    duk_pop(heap);
    duk_get_prop_string(heap, -1, "message");
    verdict.message = duk_get_string_default(heap, -1, "");
    duk_pop(heap);
    const size_t position = verdict.message.find(" (line ");
    if (position != std::string::npos) verdict.message.resize(position);
  }
  duk_pop(heap);
  return verdict;
}

}  // namespace skep
