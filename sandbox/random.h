// Random numbers of one worker, from 32 bytes that only it was given.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace skep {

class Random {
 public:
  // Without a seed the numbers are the same in every process: only while the warm heap is made.
  Random();
  // `seed`: at least 32 bytes; more are ignored, fewer are padded with zeros.
  void seed(std::span<const std::byte> seed);

  // Unpredictable bytes (ChaCha20, RFC 8439).
  void fill(std::span<uint8_t> bytes);

  // A number in [0, 1) with 53 random bits, fast and predictable (xoshiro256**): Math.random.
  double next_double();

 private:
  void next_block();

  std::array<uint32_t, 8> key_ = {};
  uint64_t counter_ = 0;
  std::array<uint8_t, 64> block_ = {};
  size_t used_ = 64;
  std::array<uint64_t, 4> state_ = {};
};

}  // namespace skep
