// The bytes of a structured clone: written by one worker, read by another, opaque to the
// supervisor.
//
//   message     = version, body | bulk_clone_version, head, body, bulk part…
//   head        = count of bulk parts, bytes of the body, bytes of each bulk part
//   body        = count of transferred objects, where they begin (4 bytes, only if there are any;
//                 counted from the byte before the body), value, transferred object…
//   transferred = array_buffer, length, bytes | platform, kind text, how many of the message's
//   ports value       = tag, then what follows below
//
// Counts, lengths and references are varints; numbers that are integers zigzag varints, others
// eight bytes; all little-endian. Text is a length and bytes as the engine keeps them
// (sandbox/text.h). Every object has a number, in the order in which the objects begin, transferred
// ones first; `reference` names an object that has begun before. The ports that a message brings
// travel beside it (proto/port_messages.h): transferred platform objects take them in order.
#pragma once

#include <cstdint>

namespace skep {

inline constexpr uint8_t clone_version = 1;
// One whose large strings and buffers stand behind everything else, so that the receiver can put
// each where it is to stay as it arrives. `bulk_text` and `bulk_buffer` say which; none is named
// twice.
inline constexpr uint8_t bulk_clone_version = 2;
inline constexpr uint32_t max_bulk_parts = 1024;  // of one message

enum class ValueTag : uint8_t {
  undefined = '_',
  null = '0',
  true_value = 'T',
  false_value = 'F',
  integer = 'I',    // zigzag varint of 32 bits
  number = 'N',     // double
  string = 'S',     // text
  reference = '^',  // number of an object
  true_object = 'y',
  false_object = 'x',
  number_object = 'n',  // double
  string_object = 's',  // text
  date = 'D',           // double; NaN for an invalid one
  regexp = 'R',         // source text, flags text
  array_buffer = 'B',   // length, bytes
  bulk_text = 'L',      // number of a bulk part: a string
  bulk_buffer = 'M',    // number of a bulk part: an array_buffer
  view = 'V',           // ViewKind, byte offset, byte length, value of an ArrayBuffer
  error = 'E',          // ErrorName, ErrorPart flags, message text?, stack text?, cause value?
  object = 'o',         // (string key, value)…, end
  array = 'A',     // length, element value or `hole`…, elements_end, (string key, value)…, end
  map = ';',       // (key value, value)…, end
  set = '\'',      // value…, end
  platform = 'p',  // kind text, plain value
  hole = '-',
  elements_end = '|',
  end = '$',
};

enum class ViewKind : uint8_t {
  data_view = 0,
  int8_array,
  uint8_array,
  uint8_clamped_array,
  int16_array,
  uint16_array,
  int32_array,
  uint32_array,
  float32_array,
  float64_array,
};

enum class ErrorName : uint8_t {
  error = 0,
  eval_error,
  range_error,
  reference_error,
  syntax_error,
  type_error,
  uri_error,
};

enum ErrorPart : uint8_t {
  error_has_message = 1,
  error_has_stack = 2,
  error_has_cause = 4,
};

}  // namespace skep
