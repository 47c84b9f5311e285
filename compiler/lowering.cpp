#include "compiler/lowering.h"

#include <string>

#include "compiler/engine_check.h"
#include "compiler/engine_identifiers.h"
#include "compiler/function_names.h"
#include "compiler/generator_parameters.h"
#include "compiler/literal_prototypes.h"
#include "compiler/module_form.h"
#include "compiler/plain_es5.h"
#include "compiler/regexp_literals.h"
#include "compiler/shadowed_globals.h"
#include "compiler/source_place.h"
#include "compiler/swc_diagnostic.h"
#include "compiler/tidy_output.h"
#include "compiler/unsupported.h"
#include "compiler/utf8.h"
#include "proto/line_table.h"

namespace skep {
namespace {

CompileResult complaint_at(CompileStatus status, std::string message, std::string_view source,
                           SourcePosition position) {
  CompileResult result;
  result.status = status;
  result.message = std::move(message);
  result.line = position.line;
  result.column = position.column;
  result.frame = frame_of(source, position);
  return result;
}

CompileResult swc_complaint(const SwcOutput& output, std::string_view source) {
  const SwcDiagnostic found = read_swc_diagnostic(output.error_text);
  CompileResult result;
  result.status = CompileStatus::syntax_error;
  result.message = found.message.empty() ? "The source cannot be parsed" : found.message;
  result.line = found.line;
  result.column = source_column(source, found.line, found.column);
  result.frame = found.frame;
  return result;
}

// One pass of swc leaves top-level await in an async function, and reads `for await` there as
// `for`. So the module's form is made first, with all its syntax, and then that is lowered.
SwcOutput lower_waiting_module(std::string_view source, SourceLanguage language,
                               const SwcAddon& swc) {
  SwcOutput form = swc.transform(source, language, SwcPass::module_form);
  if (!form.ok) return form;
  return swc.transform(form.code, language, SwcPass::syntax, form.source_map);
}

// An `export * as "a name"` that is no identifier, and whatever we do not know of.
CompileResult unknown_module_form() {
  CompileResult result;
  result.status = CompileStatus::unsupported;
  result.message = "A form of import or export in this module is not supported";
  return result;
}

// The mappings are the map's last text that is not a user's: everything in it is base64 and commas,
// so the last place where the key stands is the key.
std::string_view mappings_of(std::string_view source_map) {
  constexpr std::string_view key = "\"mappings\":\"";
  const size_t at = source_map.rfind(key);
  if (at == source_map.npos) return {};
  const std::string_view rest = source_map.substr(at + key.size());
  return rest.substr(0, rest.find('"'));
}

void take_compiled_form(CompileResult& result, EngineVerdict& verdict) {
  result.compiled = std::move(verdict.compiled);
  result.functions = std::move(verdict.functions);
}

// What the engine lacks and swc does not lower, in tidied output.
std::string made_runnable(std::string code, std::string_view source, duk_context* heap) {
  code = infer_function_names(start_marked_generators(std::move(code)), source);
  code = set_literal_prototypes(spell_identifiers_for_engine(std::move(code), heap));
  return replace_regexp_literals(std::move(code), heap);
}

}  // namespace

CompileResult lower_source(std::string_view given, SourceLanguage language, const SwcAddon& swc,
                           duk_context* heap) {
  std::string source = decode_utf8(given);
  // What runs then are the bytes that were given, so nothing may have been decoded away.
  if (language == SourceLanguage::javascript && source == given && is_plain_es5(given)) {
    if (EngineVerdict verdict = check_with_engine(heap, given); verdict.compiles) {
      CompileResult result;
      take_compiled_form(result, verdict);
      return result;
    }
  }

  // A "#!" line becomes a comment, so that lines and columns stay where they are.
  if (source.starts_with("#!")) source.replace(0, 2, "//");

  const std::string marked = mark_generator_bodies(source);
  SwcOutput output = swc.transform(marked, language);
  if (!output.ok && marked != source) output = swc.transform(source, language);
  bool waits = false;
  if (output.ok && is_module(language) && has_top_level_await(output.code)) {
    waits = true;
    output = lower_waiting_module(source, language, swc);
  }
  if (!output.ok) return swc_complaint(output, source);

  const std::string_view mappings = mappings_of(output.source_map);
  const UnsupportedFeature feature = find_unsupported(output.code, source);
  if (!feature.message.empty()) {
    return complaint_at(CompileStatus::unsupported, feature.message, source,
                        position_in_source(mappings, feature.line, feature.column));
  }

  CompileResult result;
  result.status = CompileStatus::lowered;
  std::string tidied = tidy_swc_output(output.code, source, is_module(language));
  if (is_module(language)) {
    ModuleForm form = module_form_of(tidied, mappings, source, waits);
    if (!form.known) return unknown_module_form();
    result.code = made_runnable(std::move(form.code), source, heap);
  } else {
    result.code = allow_shadowed_globals(made_runnable(std::move(tidied), source, heap), source);
  }
  result.line_table = line_table_from_mappings(mappings);
  EngineVerdict verdict = check_with_engine(heap, result.code);
  if (!verdict.compiles) {
    return complaint_at(CompileStatus::unsupported,
                        "The engine cannot compile this: " + verdict.message, source,
                        {find_source_position(result.line_table, verdict.line).line, 0});
  }
  take_compiled_form(result, verdict);
  return result;
}

}  // namespace skep
