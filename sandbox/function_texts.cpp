#include "sandbox/function_texts.h"

#include <cstring>

#include "engine/engine_extras.h"
#include "proto/compile.h"
#include "sandbox/define.h"
#include "sandbox/realm.h"
#include "sandbox/text.h"

namespace skep {
namespace {

void function_compiled(duk_context* ctx, const void* code, size_t start, size_t end, int method) {
  realm_of(ctx).function_texts.note(code, start, end, method != 0);
}

void function_loaded(duk_context* ctx, const void* code) {
  realm_of(ctx).function_texts.note_loaded(code);
}

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (const char byte : text) {
    const auto folded = static_cast<char>(byte | 0x20);
    const bool letter = folded >= 'a' && folded <= 'z';
    if (!letter && !(byte >= '0' && byte <= '9') && byte != '_' && byte != '$') return false;
  }
  return true;
}

// NativeFunction: https://tc39.es/ecma262/#prod-NativeFunction. What cannot stand there as a name
// is left out.
void push_native_text(duk_context* ctx, duk_idx_t function) {
  const duk_idx_t top = duk_get_top(ctx);
  duk_push_string(ctx, "name");
  duk_get_prop_desc(ctx, function, 0);
  if (duk_is_object(ctx, -1)) duk_get_prop_string(ctx, -1, "value");
  std::string_view name = engine_text_at(ctx, -1);
  const bool accessor = name.starts_with("get ") || name.starts_with("set ");
  if (!is_name(accessor ? name.substr(4) : name)) name = {};
  duk_push_string(ctx, "function ");
  duk_push_lstring(ctx, name.data(), name.size());
  duk_push_string(ctx, "() { [native code] }");
  duk_concat(ctx, 3);
  duk_replace(ctx, top);
  duk_set_top(ctx, top + 1);
}

// https://tc39.es/ecma262/#sec-function.prototype.tostring
duk_ret_t function_to_string(duk_context* ctx) {
  duk_push_this(ctx);
  if (!duk_is_function(ctx, 0)) {
    return duk_type_error(ctx, "Function.prototype.toString requires that 'this' be a Function");
  }
  bool found;
  {
    const std::string text = realm_of(ctx).function_texts.find(engine_function_code(ctx, 0));
    found = !text.empty();
    if (found) push_text(ctx, text);
  }
  if (!found) push_native_text(ctx, 0);
  return 1;
}

}  // namespace

void FunctionTexts::begin(std::string_view code, std::string_view places) {
  script_ = none;
  loaded_ = places;
  if (code.size() > most_bytes - bytes_) return;
  bytes_ += code.size();
  script_ = static_cast<uint32_t>(scripts_.size());
  scripts_.emplace_back(code);
}

void FunctionTexts::note(const void* code, size_t start, size_t end, bool method) {
  // Something else may have stood here before: it is gone.
  if (script_ == none) {
    places_.erase(code);
  } else {
    places_[code] = {script_, static_cast<uint32_t>(start), static_cast<uint32_t>(end - start),
                     method};
  }
}

void FunctionTexts::note_loaded(const void* code) {
  FunctionPlace place;
  // The script's own function comes last, and has no text.
  if (loaded_.size() < sizeof place) return;
  std::memcpy(&place, loaded_.data(), sizeof place);
  loaded_.remove_prefix(sizeof place);
  note(code, place.start, size_t{place.start} + place.length, place.method != 0);
}

std::string FunctionTexts::find(const void* code) const {
  const auto found = places_.find(code);
  if (code == nullptr || found == places_.end()) return {};
  const Place& place = found->second;
  std::string text = place.method ? "" : "function ";
  return text.append(scripts_[place.script], place.start, place.length);
}

void define_function_texts(duk_context* ctx) {
  engine_function_compiled = function_compiled;
  engine_function_loaded = function_loaded;
  duk_eval_string(ctx, "Function.prototype");
  define_function(ctx, -1, "toString", function_to_string, 0);
  duk_pop(ctx);
}

}  // namespace skep
