// String.prototype.normalize.  https://tc39.es/ecma262/#sec-string.prototype.normalize
#include <optional>
#include <string>
#include <string_view>

#include "sandbox/code_units.h"
#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/protect.h"
#include "sandbox/text.h"
#include "sandbox/unicode/normalize.h"

namespace skep {
namespace {

std::optional<NormalizationForm> form_of(std::string_view name) {
  if (name == "NFC") return NormalizationForm::nfc;
  if (name == "NFD") return NormalizationForm::nfd;
  if (name == "NFKC") return NormalizationForm::nfkc;
  if (name == "NFKD") return NormalizationForm::nfkd;
  return std::nullopt;
}

std::string normalized_engine_text(std::string_view text, NormalizationForm form) {
  std::u32string points;
  while (!text.empty()) points.push_back(static_cast<char32_t>(next_engine_point(text)));
  std::string out;
  char units[6];
  for (const char32_t point : normalized(points, form)) {
    out.append(units, write_engine(point, units));
  }
  return out;
}

duk_ret_t string_normalize(duk_context* ctx) {
  duk_push_this(ctx);
  if (duk_is_null_or_undefined(ctx, -1) != 0) {
    return duk_type_error(ctx, "String.prototype.normalize called on null or undefined");
  }
  duk_to_string(ctx, -1);
  std::optional<NormalizationForm> form = NormalizationForm::nfc;
  if (!duk_is_undefined(ctx, 0)) {
    duk_to_string(ctx, 0);
    form = form_of(engine_text_at(ctx, 0));
  }
  if (!form) {
    return duk_range_error(ctx, "The normalization form should be one of NFC, NFD, NFKC, NFKD.");
  }
  const std::string_view text = engine_text_at(ctx, -1);
  if (ascii_prefix(text) == text.size()) return 1;
  bool done;
  {
    const std::string out = normalized_engine_text(text, *form);
    auto push = [&](duk_context* inner) -> duk_ret_t {
      duk_push_lstring(inner, out.data(), out.size());
      return 1;
    };
    done = protect(ctx, 0, push);
  }
  if (!done) return duk_throw(ctx);
  return 1;
}

}  // namespace

void define_string_natives(duk_context* ctx) {
  duk_get_global_string(ctx, "String");
  duk_get_prop_string(ctx, -1, "prototype");
  define_function(ctx, -1, "normalize", string_normalize, 1);
  // The form may be left out, so the function's length is 0.
  duk_get_prop_string(ctx, -1, "normalize");
  duk_push_string(ctx, "length");
  duk_push_uint(ctx, 0);
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_FORCE);
  duk_pop_3(ctx);
}

}  // namespace skep
