#include "sandbox/idna/label_rules.h"

#include <algorithm>

#include "sandbox/unicode/normalize.h"

namespace skep {
namespace {

constexpr char32_t zero_width_non_joiner = 0x200C;
constexpr char32_t zero_width_joiner = 0x200D;

// The last row that begins at or before `point`; each table has one that begins at 0.
template <uint32_t scale>
size_t row_at(const uint32_t* rows, size_t count, char32_t point) {
  const uint32_t* after =
      std::upper_bound(rows, rows + count, point,
                       [](char32_t wanted, uint32_t row) { return wanted < row / scale; });
  return static_cast<size_t>(after - rows) - 1;
}

uint32_t class_of(char32_t point) {
  return idna_classes[row_at<256>(idna_classes, idna_class_count, point)] & 0xFF;
}
BidiClass bidi_class(char32_t point) {
  return static_cast<BidiClass>(class_of(point) & idna_bidi_mask);
}
JoiningType joining_type(char32_t point) {
  return static_cast<JoiningType>(class_of(point) >> idna_joining_shift & idna_joining_mask);
}

// https://www.rfc-editor.org/rfc/rfc5892#appendix-A.1
// "(Joining_Type:{L,D})(Joining_Type:T)*\u200C(Joining_Type:T)*(Joining_Type:{R,D})"
bool joins_around(std::u32string_view label, size_t at) {
  const auto is_transparent = [](char32_t point) {
    return joining_type(point) == JoiningType::transparent;
  };
  const std::u32string_view before = label.substr(0, at);
  const std::u32string_view after = label.substr(at + 1);
  const auto left = std::find_if_not(before.rbegin(), before.rend(), is_transparent);
  const auto right = std::find_if_not(after.begin(), after.end(), is_transparent);
  if (left == before.rend() || right == after.end()) return false;
  const JoiningType to_left = joining_type(*left);
  const JoiningType to_right = joining_type(*right);
  return (to_left == JoiningType::left || to_left == JoiningType::dual) &&
         (to_right == JoiningType::right || to_right == JoiningType::dual);
}

// Criterion 8, CheckJoiners: the ContextJ rules.
// https://www.rfc-editor.org/rfc/rfc5892#appendix-A.1 and A.2
bool joiners_are_allowed(std::u32string_view label) {
  for (size_t i = 0; i < label.size(); i++) {
    if (label[i] != zero_width_non_joiner && label[i] != zero_width_joiner) continue;
    if (i != 0 && (class_of(label[i - 1]) & idna_virama_bit) != 0) continue;
    if (label[i] == zero_width_joiner || !joins_around(label, i)) return false;
  }
  return true;
}

// Criterion 9, CheckBidi.  https://www.rfc-editor.org/rfc/rfc5893#section-2
bool satisfies_bidi_rule(std::u32string_view label) {
  // 1. The first character must be a character with Bidi property L, R, or AL.
  const BidiClass first = bidi_class(label.front());
  if (first != BidiClass::l && first != BidiClass::r_al) return false;
  const bool right_to_left = first == BidiClass::r_al;
  bool has_en = false;
  bool has_an = false;
  BidiClass last = BidiClass::other;  // of what is no NSM
  for (const char32_t point : label) {
    const BidiClass found = bidi_class(point);
    // 2. In an RTL label, only R, AL, AN, EN, ES, CS, ET, ON, BN, or NSM are allowed.
    // 5. In an LTR label, only L, EN, ES, CS, ET, ON, BN, or NSM are allowed.
    const bool of_direction =
        right_to_left ? found == BidiClass::r_al || found == BidiClass::an : found == BidiClass::l;
    if (!of_direction && found != BidiClass::en && found != BidiClass::nsm &&
        found != BidiClass::neutral) {
      return false;
    }
    has_en = has_en || found == BidiClass::en;
    has_an = has_an || found == BidiClass::an;
    if (found != BidiClass::nsm) last = found;
  }
  // 6. In an LTR label, the end of the label must be L or EN, followed by zero or more NSM.
  if (!right_to_left) return last == BidiClass::l || last == BidiClass::en;
  // 3. In an RTL label, it must be R, AL, EN, or AN, followed by zero or more NSM.
  // 4. In an RTL label, if an EN is present, no AN may be present, and vice versa.
  return (last == BidiClass::r_al || last == BidiClass::en || last == BidiClass::an) &&
         !(has_en && has_an);
}

}  // namespace

IdnaRow idna_row_of(char32_t point) {
  if (point > 0x10FFFF) return {IdnaStatus::disallowed, {}};
  const size_t row = row_at<8>(idna_starts, idna_row_count, point);
  const auto status = static_cast<IdnaStatus>(idna_starts[row] & 7);
  const size_t from = idna_places[row];
  return {status, std::u16string_view(idna_mappings + from, idna_places[row + 1] - from)};
}

bool has_right_to_left(std::u32string_view label) {
  return std::any_of(label.begin(), label.end(), [](char32_t point) {
    const BidiClass found = bidi_class(point);
    return found == BidiClass::r_al || found == BidiClass::an;
  });
}

bool is_valid_label(std::u32string_view label, bool in_bidi_domain) {
  if (label.empty()) return true;
  // 1. The label must be in Unicode Normalization Form NFC.
  if (normalized(label, NormalizationForm::nfc) != label) return false;
  // 4. If not CheckHyphens, the label must not begin with "xn--".
  // 5. The label must not contain a U+002E FULL STOP.
  if (label.starts_with(U"xn--") || label.find(U'.') != label.npos) return false;
  // 6. The label must not begin with a combining mark.
  if ((class_of(label.front()) & idna_mark_bit) != 0) return false;
  // 7. For nontransitional processing, each code point must be either valid or deviation.
  for (const char32_t point : label) {
    const IdnaStatus status = idna_row_of(point).status;
    if (status != IdnaStatus::valid && status != IdnaStatus::deviation) return false;
  }
  return joiners_are_allowed(label) && (!in_bidi_domain || satisfies_bidi_rule(label));
}

}  // namespace skep
