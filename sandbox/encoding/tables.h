// The Encoding Standard's indexes and labels: written by tools/encoding-tables.js from the npm
// package
// @exodus/bytes. They are constant data of the program, which all workers share.
//
// An index maps a pointer to a code point; 0 is null: no index has U+0000.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sandbox/encoding/encoding.h"

namespace skep {

constexpr size_t longest_label = 19;

// In the order of their bytes.
struct EncodingLabel {
  Encoding encoding;
  char text[longest_label + 1];
};
extern const EncodingLabel encoding_labels[];
extern const size_t encoding_label_count;

// By number of the encoding; 0 fills up.
extern const char encoding_names[all_encodings][longest_label + 1];

// The code points of the bytes from 80 on.
extern const uint16_t single_byte_index[single_byte_encodings][128];

constexpr size_t jis0208_size = 11104;
extern const uint16_t jis0208_index[jis0208_size];
constexpr size_t jis0212_size = 7211;
extern const uint16_t jis0212_index[jis0212_size];
constexpr size_t euc_kr_size = 23750;
extern const uint16_t euc_kr_index[euc_kr_size];
constexpr size_t gb18030_size = 23940;
extern const uint16_t gb18030_index[gb18030_size];

// Index Big5: the low sixteen bits of each code point, and a bit for each that is in plane 2.
constexpr size_t big5_size = 19782;
extern const uint16_t big5_index[big5_size];
extern const uint8_t big5_in_plane_2[(big5_size + 7) / 8];

struct Gb18030Range {
  uint32_t pointer;
  uint32_t code_point;
};
constexpr size_t gb18030_range_count = 207;
extern const Gb18030Range gb18030_ranges[gb18030_range_count];

}  // namespace skep
