// The bytes of a structured clone (proto/value_tags.h), one field at a time: written, and read as
// what a hostile worker sent.
//
// Every read says whether it succeeded, compares lengths with what is left before it takes
// anything, and allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proto/value_tags.h"

namespace skep::control {

class CloneReader {
 public:
  explicit CloneReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  size_t position() const { return position_; }
  void seek(size_t position) { position_ = position; }
  size_t left() const { return bytes_.size() - position_; }

  [[nodiscard]] bool byte(uint8_t& value);
  // One of the tags that exist.
  [[nodiscard]] bool tag(ValueTag& value);
  [[nodiscard]] bool varint(uint64_t& value, uint64_t most);
  [[nodiscard]] bool word(uint32_t& value);  // four bytes
  [[nodiscard]] bool number(double& value);  // never a NaN with a payload
  // A length and so many bytes, as they stand.
  [[nodiscard]] bool block(std::string_view& bytes);

 private:
  std::span<const std::byte> bytes_;
  size_t position_ = 0;
};

class CloneWriter {
 public:
  CloneWriter();  // begins with the version and no transferred buffers

  void byte(uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void tag(ValueTag value) { byte(static_cast<uint8_t>(value)); }
  void varint(uint64_t value);
  void number(double value);
  void block(std::string_view bytes);
  // `integer` where it is one, `number` else: as the engine's own serializer.
  void tagged_number(double value);

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Takes what follows `tag` up to the next tag.
[[nodiscard]] bool skip_fields(CloneReader& in, ValueTag tag);

// What one look over all tokens of a clone tells: whether each is whole, where each object begins
// and how often it is referred to. Their order is not checked.
struct CloneIndex {
  uint32_t transferred = 0;
  size_t value_begins = 0;
  size_t value_ends = 0;
  // By number: for a transferred ArrayBuffer where its length stands, else where its tag stands.
  std::vector<uint32_t> begins;
  std::vector<uint8_t> references;  // counted up to 255

  // False when the bytes are no clone of this version.
  [[nodiscard]] bool read(std::span<const std::byte> clone);
};

}  // namespace skep::control
