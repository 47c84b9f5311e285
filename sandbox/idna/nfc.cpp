#include "sandbox/idna/nfc.h"

#include <algorithm>
#include <utf8proc.h>

namespace skep {
namespace {

// No character below U+0300 composes with what stands before it, and none decomposes for good.
bool is_surely_nfc(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t point) { return point < 0x300; });
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

std::u32string nfc(std::u32string_view text) {
  if (is_surely_nfc(text)) return std::u32string(text);
  std::u32string out;
  for (const char32_t point : text) {
    // No canonical decomposition is longer than four code points.
    utf8proc_int32_t parts[8];
    int boundary = 0;
    const auto count = utf8proc_decompose_char(
        static_cast<utf8proc_int32_t>(point), parts, std::size(parts),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STABLE), &boundary);
    if (count < 1 || static_cast<size_t>(count) > std::size(parts)) {
      out += point;
      continue;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) out += static_cast<char32_t>(parts[i]);
  }
  order_marks(out);
  const auto length = utf8proc_normalize_utf32(
      reinterpret_cast<utf8proc_int32_t*>(out.data()), static_cast<utf8proc_ssize_t>(out.size()),
      static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
  if (length >= 0) out.resize(static_cast<size_t>(length));
  return out;
}

}  // namespace skep
