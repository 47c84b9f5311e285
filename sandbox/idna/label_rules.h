// Which labels a domain name may consist of: the validity criteria of UTS #46, with the rules for
// joiners of RFC 5892 and those for text from right to left of RFC 5893.
#pragma once

#include <string_view>

#include "sandbox/idna/tables.h"

namespace skep {

struct IdnaRow {
  IdnaStatus status;
  std::u16string_view mapping;  // of what is mapped
};
IdnaRow idna_row_of(char32_t point);

// Some code point of the label makes its domain a "Bidi domain name".
bool has_right_to_left(std::u32string_view label);

// https://www.unicode.org/reports/tr46/#Validity_Criteria for nontransitional processing, without
// CheckHyphens and UseSTD3ASCIIRules.
bool is_valid_label(std::u32string_view label, bool in_bidi_domain);

}  // namespace skep
