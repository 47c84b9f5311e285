#include "proto/source_mappings.h"

namespace skep {
namespace {

// The value of a base64 digit, -1 for anything else.
int digit_value(char digit) {
  if (digit >= 'A' && digit <= 'Z') return digit - 'A';
  if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
  if (digit >= '0' && digit <= '9') return digit - '0' + 52;
  if (digit == '+') return 62;
  return digit == '/' ? 63 : -1;
}

bool is_position(int64_t number) {
  return number >= 0 && number < UINT32_MAX;
}

}  // namespace

// A base64 VLQ: five bits a digit, the sixth says that more follow, the lowest bit is the sign.
bool SourceMappings::read_number(int64_t& number) {
  uint64_t bits = 0;
  for (int shift = 0; shift <= 35; shift += 5) {
    const int value = rest_.empty() ? -1 : digit_value(rest_.front());
    if (value < 0) return false;
    rest_.remove_prefix(1);
    bits |= static_cast<uint64_t>(value & 31) << shift;
    if ((value & 32) == 0) {
      const int64_t magnitude = static_cast<int64_t>(bits >> 1);
      number = (bits & 1) != 0 ? -magnitude : magnitude;
      return true;
    }
  }
  return false;
}

bool SourceMappings::give_up() {
  rest_ = {};
  return false;
}

bool SourceMappings::next(MappedSegment& segment) {
  while (!rest_.empty()) {
    if (rest_.front() == ';') {
      ++line_;
      column_ = 0;
      rest_.remove_prefix(1);
      continue;
    }
    if (rest_.front() == ',') {
      rest_.remove_prefix(1);
      continue;
    }
    // Generated column; then, unless the segment is glue, source file, line, column and name.
    int64_t fields[5] = {};
    int count = 0;
    while (!rest_.empty() && rest_.front() != ',' && rest_.front() != ';') {
      if (count == 5 || !read_number(fields[count])) return give_up();
      ++count;
    }
    column_ += fields[0];
    if (count < 4) continue;
    source_line_ += fields[2];
    source_column_ += fields[3];
    if (!is_position(column_) || !is_position(source_line_) || !is_position(source_column_)) {
      return give_up();
    }
    segment = {static_cast<uint32_t>(line_), static_cast<uint32_t>(column_ + 1),
               static_cast<uint32_t>(source_line_ + 1), static_cast<uint32_t>(source_column_ + 1)};
    return true;
  }
  return false;
}

}  // namespace skep
