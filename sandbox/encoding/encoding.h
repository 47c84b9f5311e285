// The encodings of the Encoding Standard, and their labels.
// https://encoding.spec.whatwg.org/#names-and-labels
//
// Those that map single bytes come first: their number is that of their row in single_byte_index
// (sandbox/encoding/tables.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace skep {

enum class Encoding : uint8_t {
  ibm866,
  iso_8859_2,
  iso_8859_3,
  iso_8859_4,
  iso_8859_5,
  iso_8859_6,
  iso_8859_7,
  iso_8859_8,
  iso_8859_8_i,
  iso_8859_10,
  iso_8859_13,
  iso_8859_14,
  iso_8859_15,
  iso_8859_16,
  koi8_r,
  koi8_u,
  macintosh,
  windows_874,
  windows_1250,
  windows_1251,
  windows_1252,
  windows_1253,
  windows_1254,
  windows_1255,
  windows_1256,
  windows_1257,
  windows_1258,
  x_mac_cyrillic,
  x_user_defined,
  utf_8,
  utf_16be,
  utf_16le,
  gbk,
  gb18030,
  big5,
  euc_jp,
  iso_2022_jp,
  shift_jis,
  euc_kr,
  replacement,
};

constexpr int single_byte_encodings = static_cast<int>(Encoding::x_user_defined) + 1;
constexpr int all_encodings = static_cast<int>(Encoding::replacement) + 1;

// "Get an encoding": ASCII white space around the label and the case of ASCII letters do not count.
std::optional<Encoding> encoding_of_label(std::string_view label);

// The encoding's name in ASCII lower case, which is what interfaces show.
std::string_view encoding_name(Encoding encoding);

}  // namespace skep
