// What the decoders of the Encoding Standard are made of: a queue of bytes that takes some back,
// and the handlers that its algorithms call for each byte.
// https://encoding.spec.whatwg.org/#concept-encoding-process
#pragma once

#include <cstdint>
#include <string_view>

#include "sandbox/encoding/decoder.h"

namespace skep {

constexpr int end_of_queue = -1;

class ByteQueue {
 public:
  explicit ByteQueue(std::string_view bytes) : rest_(bytes) {}

  int read() {
    if (restored_ != 0) return taken_back_[--restored_];
    if (rest_.empty()) return end_of_queue;
    const auto byte = static_cast<uint8_t>(rest_[0]);
    rest_.remove_prefix(1);
    return byte;
  }

  // "Restore": what is restored last is read first. No handler has more than three bytes to give.
  void restore(int byte) {
    if (byte != end_of_queue) taken_back_[restored_++] = static_cast<uint8_t>(byte);
  }

  // The ASCII that is next, taken at once.
  std::string_view take_ascii() {
    if (restored_ != 0) return {};
    const std::string_view ascii = rest_.substr(0, ascii_prefix(rest_));
    rest_.remove_prefix(ascii.size());
    return ascii;
  }

 private:
  std::string_view rest_;
  uint8_t taken_back_[4];
  int restored_ = 0;
};

// What a handler returns: finished, continue, error, one code point, or two.
struct Step {
  enum Kind : uint8_t { finished, go_on, error, text };
  Kind kind;
  uint32_t code_point = 0;
  uint32_t second_code_point = 0;
};

constexpr Step finished = {Step::finished};
constexpr Step go_on = {Step::go_on};
constexpr Step error = {Step::error};
constexpr Step text(uint32_t code_point) {
  return {Step::text, code_point};
}
// An index has 0 for null.
constexpr Step text_or_error(uint32_t code_point) {
  return code_point == 0 ? error : text(code_point);
}

constexpr bool is_ascii(int byte) {
  return byte >= 0 && byte < 0x80;
}
constexpr bool between(int byte, int least, int most) {
  return byte >= least && byte <= most;
}

using Handler = Step (*)(DecoderState& state, ByteQueue& queue, int byte);

Step utf16_handler(DecoderState& state, ByteQueue& queue, int byte);
Step gb18030_handler(DecoderState& state, ByteQueue& queue, int byte);
Step big5_handler(DecoderState& state, ByteQueue& queue, int byte);
Step euc_jp_handler(DecoderState& state, ByteQueue& queue, int byte);
Step iso_2022_jp_handler(DecoderState& state, ByteQueue& queue, int byte);
Step shift_jis_handler(DecoderState& state, ByteQueue& queue, int byte);
Step euc_kr_handler(DecoderState& state, ByteQueue& queue, int byte);

}  // namespace skep
