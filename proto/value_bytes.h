// How numbers stand in a structured clone (proto/value_tags.h), for those who write and read it.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>

#include "proto/value_tags.h"

namespace skep {

inline constexpr size_t most_varint_bytes = 10;
inline constexpr size_t most_number_bytes = 1 + sizeof(double);

// Returns how many bytes it wrote.
inline size_t write_varint(char* out, uint64_t number) {
  size_t length = 0;
  for (; number >= 0x80; number >>= 7) out[length++] = static_cast<char>(number | 0x80);
  out[length++] = static_cast<char>(number);
  return length;
}

// Takes one of at most `bits` bits, seven a byte. False: it is cut, longer, or more than `most`.
inline bool read_varint(std::span<const std::byte>& rest, uint64_t most, uint64_t& number,
                        int bits = 63) {
  number = 0;
  for (int shift = 0; shift < bits; shift += 7) {
    if (rest.empty()) return false;
    const auto byte = static_cast<uint64_t>(rest.front());
    rest = rest.subspan(1);
    number |= (byte & 0x7F) << shift;
    if (byte < 0x80) return number <= most;
  }
  return false;
}

// A NaN of a peer's could be a value of another type to the engine.
inline double plain_nan(double number) {
  return std::isnan(number) ? std::numeric_limits<double>::quiet_NaN() : number;
}

inline void write_double(char* out, double number) {
  number = plain_nan(number);
  std::memcpy(out, &number, sizeof number);
}
inline double read_double(const void* bytes) {
  double number;
  std::memcpy(&number, bytes, sizeof number);
  return plain_nan(number);
}

// The whole value, tag included; returns how many bytes it wrote.
inline size_t write_number(char* out, double number) {
  if (number >= -2147483648.0 && number <= 2147483647.0) {
    const auto integer = static_cast<int32_t>(number);
    if (integer == number && (integer != 0 || !std::signbit(number))) {
      out[0] = static_cast<char>(ValueTag::integer);
      const uint32_t zigzag =
          static_cast<uint32_t>(integer) << 1 ^ static_cast<uint32_t>(integer >> 31);
      return 1 + write_varint(out + 1, zigzag);
    }
  }
  out[0] = static_cast<char>(ValueTag::number);
  write_double(out + 1, number);
  return most_number_bytes;
}

inline int32_t integer_of_zigzag(uint32_t zigzag) {
  return static_cast<int32_t>(zigzag >> 1 ^ (0u - (zigzag & 1)));
}

}  // namespace skep
