// The tables that tools/unicode-tables.js makes at build time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace skep::regexp {

// A property expression ("L", "Script=Greek", "Alphabetic") and where its ranges begin in
// `property_bytes`: pairs of gap and length as variable-length numbers of seven bits a byte, lowest
// first, ended by a gap and length of nought. In the order of the names.
struct PropertyEntry {
  const char* name;
  uint32_t offset;
};
extern const PropertyEntry property_entries[];
extern const size_t property_count;
extern const uint8_t property_bytes[];

// A character and its canonical one where they differ; in the order of the characters.
struct CasePair {
  uint32_t point;
  uint32_t canonical;
};
extern const CasePair unicode_case[];
extern const size_t unicode_case_count;
extern const CasePair unit_case[];
extern const size_t unit_case_count;

}  // namespace skep::regexp
