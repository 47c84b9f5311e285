#include "compiler/engine_check.h"

#include "engine/engine_extras.h"
#include "proto/compile.h"

namespace skep {
namespace {

// Of the script that is compiled now.
std::string* function_places = nullptr;

void note_function(duk_context*, const void*, size_t start, size_t end, int method) {
  FunctionPlace place;
  place.start = static_cast<uint32_t>(start);
  place.length = static_cast<uint32_t>(end - start) & 0x7FFFFFFFu;
  place.method = method != 0;
  function_places->append(reinterpret_cast<const char*>(&place), sizeof place);
}

duk_ret_t dump_function(duk_context* heap, void*) {
  duk_dump_function(heap);
  return 1;
}

}  // namespace

EngineVerdict check_with_engine(duk_context* heap, std::string_view script) {
  EngineVerdict verdict;
  if (script.empty()) script = "";  // never a null pointer
  function_places = &verdict.functions;
  engine_function_compiled = note_function;
  duk_push_literal(heap, "");  // the worker knows the file's name
  verdict.compiles = duk_pcompile_lstring_filename(heap, 0, script.data(), script.size()) == 0;
  engine_function_compiled = nullptr;
  if (verdict.compiles && duk_safe_call(heap, dump_function, nullptr, 1, 1) == DUK_EXEC_SUCCESS) {
    duk_size_t size;
    const void* bytes = duk_get_buffer(heap, -1, &size);
    verdict.compiled.assign(static_cast<const char*>(bytes), size);
    duk_pop(heap);
    return verdict;
  }
  // Without memory for it the worker compiles for itself.
  verdict.functions.clear();
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
