// Fields of a payload: fixed-size little-endian integers and length-prefixed byte strings.
//
// The reader never trusts: each read says whether it succeeded, lengths are compared with what is
// left before anything is taken, and nothing is allocated.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace skep {

class WireWriter {
 public:
  template <std::unsigned_integral T>
  void put(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  // 32-bit length, then the bytes.
  void put(std::string_view text) {
    put(static_cast<uint32_t>(text.size()));
    // With room for what follows: a script of megabytes is copied once.
    if (text.size() > small) bytes_.reserve(bytes_.size() + text.size() + small);
    bytes_.append(text);
  }
  // The last field: bytes up to the end, without a length.
  void put_rest(std::string_view bytes) { bytes_.append(bytes); }
  std::string take() { return std::move(bytes_); }

 private:
  static constexpr size_t small = 4096;

  std::string bytes_;
};

class WireReader {
 public:
  explicit WireReader(std::span<const std::byte> bytes) : left_(bytes) {}

  template <std::unsigned_integral T>
  [[nodiscard]] bool get(T& value) {
    if (left_.size() < sizeof value) return false;
    std::memcpy(&value, left_.data(), sizeof value);
    left_ = left_.subspan(sizeof value);
    return true;
  }
  // A view into the payload; false if it is longer than `most` or than what is left.
  [[nodiscard]] bool get(std::string_view& text, size_t most) {
    uint32_t length;
    if (!get(length) || length > most || length > left_.size()) return false;
    text = {reinterpret_cast<const char*>(left_.data()), length};
    left_ = left_.subspan(length);
    return true;
  }
  // Everything that is left, if that is at most `most`: a view as well.
  [[nodiscard]] bool get_rest(std::string_view& bytes, size_t most) {
    if (left_.size() > most) return false;
    bytes = {reinterpret_cast<const char*>(left_.data()), left_.size()};
    left_ = {};
    return true;
  }
  size_t left() const { return left_.size(); }
  [[nodiscard]] bool at_end() const { return left_.empty(); }

 private:
  std::span<const std::byte> left_;
};

inline std::span<const std::byte> as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace skep
