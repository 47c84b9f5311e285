#include "regexp/unicode.h"

#include <algorithm>
#include <span>

#include "regexp/unicode_tables.h"

namespace skep::regexp {
namespace {

std::span<const CasePair> case_pairs(bool unicode) {
  return unicode ? std::span(unicode_case, unicode_case_count)
                 : std::span(unit_case, unit_case_count);
}

uint32_t read_number(const uint8_t*& bytes) {
  uint32_t number = 0;
  for (int shift = 0;; shift += 7) {
    const uint8_t byte = *bytes++;
    number |= static_cast<uint32_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
}

}  // namespace

std::optional<CharacterSet> unicode_property(std::string_view expression) {
  const std::span<const PropertyEntry> entries(property_entries, property_count);
  const auto found = std::lower_bound(
      entries.begin(), entries.end(), expression,
      [](const PropertyEntry& entry, std::string_view name) { return entry.name < name; });
  if (found == entries.end() || found->name != expression) return std::nullopt;
  CharacterSet set;
  const uint8_t* bytes = property_bytes + found->offset;
  uint32_t next = 0;
  for (;;) {
    const uint32_t gap = read_number(bytes);
    const uint32_t length = read_number(bytes);
    if (length == 0) return set;
    set.add(next + gap, next + gap + length - 1);
    next += gap + length;
  }
}

uint32_t canonicalize(uint32_t point, bool unicode) {
  if (point < 128) {
    if (unicode) return point >= 'A' && point <= 'Z' ? point + 32 : point;
    return point >= 'a' && point <= 'z' ? point - 32 : point;
  }
  const auto pairs = case_pairs(unicode);
  const auto found =
      std::lower_bound(pairs.begin(), pairs.end(), point,
                       [](const CasePair& pair, uint32_t wanted) { return pair.point < wanted; });
  return found != pairs.end() && found->point == point ? found->canonical : point;
}

CharacterSet close_over_case(const CharacterSet& set, bool unicode) {
  CharacterSet canonical;  // of the members that have one of their own or are one
  for (const CasePair& pair : case_pairs(unicode)) {
    if (set.contains(pair.point) || set.contains(pair.canonical)) {
      canonical.add(pair.canonical, pair.canonical);
    }
  }
  canonical.normalize();
  CharacterSet closed = set;
  closed.add(canonical);
  for (const CasePair& pair : case_pairs(unicode)) {
    if (canonical.contains(pair.canonical)) closed.add(pair.point, pair.point);
  }
  closed.normalize();
  return closed;
}

}  // namespace skep::regexp
