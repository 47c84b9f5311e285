#include "sandbox/unicode/identifiers.h"

#include <utf8proc.h>

namespace skep {

bool is_identifier_start(uint32_t point) {
  if (point == '$' || point == '_') return true;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL: return true;
    case UTF8PROC_CATEGORY_LM: return point != 0x2E2F;  // Pattern_Syntax
    default: break;
  }
  // Other_ID_Start
  return point == 0x1885 || point == 0x1886 || point == 0x2118 || point == 0x212E ||
         point == 0x309B || point == 0x309C;
}

bool is_identifier_part(uint32_t point) {
  if (is_identifier_start(point)) return true;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC: return true;
    default: break;
  }
  // Other_ID_Continue, the joiners among them
  return point == 0xB7 || point == 0x387 || (point >= 0x1369 && point <= 0x1371) ||
         point == 0x19DA || point == 0x200C || point == 0x200D || point == 0x30FB ||
         point == 0xFF65;
}

}  // namespace skep
