// What the processing of domain names knows of Unicode: written by tools/idna-tables.js from the
// npm package tr46. It is constant data of the program, which all workers share.
#pragma once

#include <cstddef>
#include <cstdint>

namespace skep {

// https://www.unicode.org/reports/tr46/#IDNA_Mapping_Table
enum class IdnaStatus : uint8_t { valid, deviation, ignored, mapped, disallowed };

// A row begins at a code point and goes on to the next row: start * 8 + status.
extern const uint32_t idna_starts[];
extern const size_t idna_row_count;
// Row `i` maps to the UTF-16 of idna_mappings from idna_places[i] up to idna_places[i + 1].
extern const uint16_t idna_places[];
extern const char16_t idna_mappings[];

// The bidi classes that RFC 5893 tells apart; `neutral` is ES, CS, ET, ON and BN, `other` the rest.
enum class BidiClass : uint8_t { other, l, r_al, an, en, nsm, neutral };
// The joining types of RFC 5892, appendix A.1.
enum class JoiningType : uint8_t { none, left, right, dual, transparent };

constexpr uint32_t idna_bidi_mask = 7;
constexpr uint32_t idna_joining_shift = 3;
constexpr uint32_t idna_joining_mask = 7;
constexpr uint32_t idna_mark_bit = 0x40;    // General_Category=Mark
constexpr uint32_t idna_virama_bit = 0x80;  // Canonical_Combining_Class=Virama

// A row begins at a code point: start * 256 + its class of the bits above.
extern const uint32_t idna_classes[];
extern const size_t idna_class_count;

}  // namespace skep
