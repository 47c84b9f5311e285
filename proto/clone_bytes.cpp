#include "proto/clone_bytes.h"

#include <cstring>

#include "proto/value_bytes.h"

namespace skep::control {

bool CloneReader::byte(uint8_t& value) {
  if (left() == 0) return false;
  value = std::to_integer<uint8_t>(bytes_[position_++]);
  return true;
}

bool CloneReader::tag(ValueTag& value) {
  uint8_t code;
  if (!byte(code)) return false;
  constexpr std::string_view tags = "_0TFINS^yxnsDRBLMVEoA;'p-|$";
  if (tags.find(static_cast<char>(code)) == std::string_view::npos) return false;
  value = static_cast<ValueTag>(code);
  return true;
}

bool CloneReader::varint(uint64_t& value, uint64_t most) {
  std::span<const std::byte> rest = bytes_.subspan(position_);
  const bool whole = read_varint(rest, most, value);
  position_ = bytes_.size() - rest.size();
  return whole;
}

bool CloneReader::word(uint32_t& value) {
  if (left() < sizeof value) return false;
  std::memcpy(&value, bytes_.data() + position_, sizeof value);
  position_ += sizeof value;
  return true;
}

bool CloneReader::number(double& value) {
  if (left() < sizeof value) return false;
  value = read_double(bytes_.data() + position_);
  position_ += sizeof value;
  return true;
}

bool CloneReader::block(std::string_view& bytes) {
  uint64_t length;
  if (!varint(length, UINT32_MAX) || length > left()) return false;
  bytes = {reinterpret_cast<const char*>(bytes_.data()) + position_, length};
  position_ += length;
  return true;
}

CloneWriter::CloneWriter() {
  byte(clone_version);
  varint(0);
}

void CloneWriter::varint(uint64_t value) {
  char bytes[most_varint_bytes];
  bytes_.append(bytes, write_varint(bytes, value));
}

void CloneWriter::number(double value) {
  bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void CloneWriter::block(std::string_view bytes) {
  varint(bytes.size());
  bytes_.append(bytes);
}

void CloneWriter::tagged_number(double value) {
  char bytes[most_number_bytes];
  bytes_.append(bytes, write_number(bytes, value));
}

bool skip_fields(CloneReader& in, ValueTag tag) {
  uint64_t number;
  double real;
  uint8_t byte;
  std::string_view text;
  switch (tag) {
    case ValueTag::integer:
    case ValueTag::array: return in.varint(number, UINT32_MAX);
    case ValueTag::number:
    case ValueTag::number_object:
    case ValueTag::date: return in.number(real);
    case ValueTag::string:
    case ValueTag::string_object:
    case ValueTag::array_buffer:
    case ValueTag::platform: return in.block(text);
    case ValueTag::regexp: return in.block(text) && in.block(text);
    case ValueTag::view:
      return in.byte(byte) && in.varint(number, UINT32_MAX) && in.varint(number, UINT32_MAX);
    case ValueTag::error: {
      uint8_t parts;
      if (!in.byte(byte) || !in.byte(parts)) return false;
      if ((parts & error_has_message) != 0 && !in.block(text)) return false;
      return (parts & error_has_stack) == 0 || in.block(text);
    }
    default: return true;
  }
}

namespace {

bool begins_object(ValueTag tag) {
  switch (tag) {
    case ValueTag::true_object:
    case ValueTag::false_object:
    case ValueTag::number_object:
    case ValueTag::string_object:
    case ValueTag::date:
    case ValueTag::regexp:
    case ValueTag::array_buffer:
    case ValueTag::view:
    case ValueTag::error:
    case ValueTag::object:
    case ValueTag::array:
    case ValueTag::map:
    case ValueTag::set:
    case ValueTag::platform: return true;
    default: return false;
  }
}

}  // namespace

bool CloneIndex::read(std::span<const std::byte> clone) {
  if (clone.size() > UINT32_MAX) return false;
  CloneReader in(clone);
  uint8_t version;
  uint64_t count;
  // A transferred buffer is at least its tag and its length.
  if (!in.byte(version) || version != clone_version || !in.varint(count, clone.size()))
    return false;
  transferred = static_cast<uint32_t>(count);
  uint32_t offset = static_cast<uint32_t>(clone.size());
  if (transferred != 0 && !in.word(offset)) return false;
  value_begins = in.position();
  value_ends = offset;
  if (offset < value_begins || offset > clone.size()) return false;

  in.seek(value_ends);
  std::string_view bytes;
  for (uint32_t i = 0; i < transferred; ++i) {
    // Nothing but buffers can be transferred to where this is read.
    ValueTag tag;
    if (!in.tag(tag) || tag != ValueTag::array_buffer) return false;
    begins.push_back(static_cast<uint32_t>(in.position()));
    if (!in.block(bytes)) return false;
  }
  if (in.left() != 0) return false;

  references.assign(transferred, 0);
  CloneReader value(clone.first(value_ends));
  value.seek(value_begins);
  while (value.left() != 0) {
    const auto begin = static_cast<uint32_t>(value.position());
    ValueTag tag;
    if (!value.tag(tag)) return false;
    // Only in another version of clone.
    if (tag == ValueTag::bulk_text || tag == ValueTag::bulk_buffer) return false;
    if (tag == ValueTag::reference) {
      uint64_t number;
      // Only what has begun before can be named.
      if (!value.varint(number, UINT32_MAX) || number >= begins.size()) return false;
      if (references[number] != UINT8_MAX) ++references[number];
    } else if (begins_object(tag)) {
      begins.push_back(begin);
      references.push_back(0);
    }
    if (!skip_fields(value, tag)) return false;
  }
  return true;
}

}  // namespace skep::control
