#include "sandbox/random.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace skep {
namespace {

// https://www.rfc-editor.org/rfc/rfc8439#section-2.1
void quarter_round(uint32_t& a, uint32_t& b, uint32_t& c, uint32_t& d) {
  a += b;
  d = std::rotl(d ^ a, 16);
  c += d;
  b = std::rotl(b ^ c, 12);
  a += b;
  d = std::rotl(d ^ a, 8);
  c += d;
  b = std::rotl(b ^ c, 7);
}

}  // namespace

Random::Random() {
  seed({});
}

void Random::seed(std::span<const std::byte> seed) {
  key_ = {};
  if (!seed.empty()) {
    std::memcpy(key_.data(), seed.data(), std::min(seed.size(), sizeof key_));
  }
  counter_ = 0;
  used_ = block_.size();
  // xoshiro gets output of the cipher, never the key: whoever knows all its state learns nothing of
  // what fill() gives.
  uint8_t bytes[sizeof state_];
  fill(bytes);
  std::memcpy(state_.data(), bytes, sizeof state_);
}

// https://www.rfc-editor.org/rfc/rfc8439#section-2.3, with a 64-bit counter and a zero nonce: the
// key is used by this process only.
void Random::next_block() {
  std::array<uint32_t, 16> input = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  std::copy(key_.begin(), key_.end(), input.begin() + 4);
  input[12] = static_cast<uint32_t>(counter_);
  input[13] = static_cast<uint32_t>(counter_ >> 32);
  counter_++;
  std::array<uint32_t, 16> x = input;
  for (int round = 0; round < 10; round++) {
    quarter_round(x[0], x[4], x[8], x[12]);
    quarter_round(x[1], x[5], x[9], x[13]);
    quarter_round(x[2], x[6], x[10], x[14]);
    quarter_round(x[3], x[7], x[11], x[15]);
    quarter_round(x[0], x[5], x[10], x[15]);
    quarter_round(x[1], x[6], x[11], x[12]);
    quarter_round(x[2], x[7], x[8], x[13]);
    quarter_round(x[3], x[4], x[9], x[14]);
  }
  for (size_t i = 0; i < 16; i++) x[i] += input[i];
  std::memcpy(block_.data(), x.data(), block_.size());
  used_ = 0;
}

void Random::fill(std::span<uint8_t> bytes) {
  while (!bytes.empty()) {
    if (used_ == block_.size()) next_block();
    const size_t count = std::min(bytes.size(), block_.size() - used_);
    std::memcpy(bytes.data(), block_.data() + used_, count);
    used_ += count;
    bytes = bytes.subspan(count);
  }
}

double Random::next_double() {
  const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return static_cast<double>(result >> 11) * 0x1.0p-53;
}

}  // namespace skep
