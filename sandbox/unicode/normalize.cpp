#include "sandbox/unicode/normalize.h"

#include <algorithm>
#include <utf8proc.h>

namespace skep {
namespace {

// Latin-1 composes with nothing before it and is composed already; ASCII is in every form.
bool is_normalized_already(std::u32string_view text, NormalizationForm form) {
  const char32_t bound = form == NormalizationForm::nfc ? 0x300 : 0x80;
  return std::all_of(text.begin(), text.end(), [&](char32_t point) { return point < bound; });
}

int combining_class(char32_t point) {
  return utf8proc_get_property(static_cast<utf8proc_int32_t>(point))->combining_class;
}

// Marks that follow a starter stand in the order of their classes.
// https://www.unicode.org/versions/latest/core-spec/chapter-3/#G49591
void order_marks(std::u32string& text) {
  for (auto from = text.begin(); from != text.end();) {
    if (combining_class(*from) == 0) {
      ++from;
      continue;
    }
    const auto to =
        std::find_if(from, text.end(), [](char32_t point) { return combining_class(point) == 0; });
    std::stable_sort(
        from, to, [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    from = to;
  }
}

}  // namespace

std::u32string normalized(std::u32string_view text, NormalizationForm form) {
  if (is_normalized_already(text, form)) return std::u32string(text);
  const bool compatible = form == NormalizationForm::nfkc || form == NormalizationForm::nfkd;
  const auto decompose = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
                                                        (compatible ? UTF8PROC_COMPAT : 0));
  std::u32string out;
  for (const char32_t point : text) {
    // No decomposition is longer than eighteen code points.
    utf8proc_int32_t parts[32];
    int boundary = 0;
    const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(point), parts,
                                               std::size(parts), decompose, &boundary);
    if (count < 1 || static_cast<size_t>(count) > std::size(parts)) {
      out += point;
      continue;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) out += static_cast<char32_t>(parts[i]);
  }
  order_marks(out);
  if (form == NormalizationForm::nfd || form == NormalizationForm::nfkd) return out;
  const auto length = utf8proc_normalize_utf32(
      reinterpret_cast<utf8proc_int32_t*>(out.data()), static_cast<utf8proc_ssize_t>(out.size()),
      static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
  if (length >= 0) out.resize(static_cast<size_t>(length));
  return out;
}

}  // namespace skep
