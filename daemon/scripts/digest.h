// The SHA-256 of bytes that come piece by piece.
#pragma once

#include <array>
#include <cstdint>
#include <sha256.h>
#include <string_view>

namespace skep {

class Digest {
 public:
  using Value = std::array<uint8_t, 32>;

  Digest() { SHA256Init(&context_); }

  void add(std::string_view bytes) {
    SHA256Update(&context_, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  }

  // Of all that was added. Once.
  Value value() {
    Value value;
    SHA256Final(value.data(), &context_);
    return value;
  }

 private:
  SHA2_CTX context_;
};

}  // namespace skep
