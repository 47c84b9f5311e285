// UTF-16BE and UTF-16LE.  https://encoding.spec.whatwg.org/#shared-utf-16-decoder
#include "sandbox/encoding/steps.h"

namespace skep {

Step utf16_handler(DecoderState& state, ByteQueue& queue, int byte) {
  if (byte == end_of_queue) {
    // 1. If byte is end-of-queue and either UTF-16 lead byte or UTF-16 leading surrogate is
    //    non-null, then set both to null and return error. 2. … finished.
    if (state.count == 0 && state.surrogate == 0) return finished;
    state.count = 0;
    state.surrogate = 0;
    return error;
  }
  // 3. If UTF-16 lead byte is null, then set it to byte and return continue.
  if (state.count == 0) {
    state.first = static_cast<uint8_t>(byte);
    state.count = 1;
    return go_on;
  }
  // 4. Let codeUnit be … 5. Set UTF-16 lead byte to null.
  const bool big_endian = state.encoding == Encoding::utf_16be;
  const uint32_t unit =
      static_cast<uint32_t>(big_endian ? state.first << 8 | byte : byte << 8 | state.first);
  const int lead = state.first;
  state.count = 0;
  // 6. If UTF-16 leading surrogate is non-null:
  if (state.surrogate != 0) {
    const uint32_t high = state.surrogate;
    state.surrogate = 0;
    if (is_low_surrogate(unit)) return text(joined_surrogates(high, unit));
    queue.restore(byte);
    queue.restore(lead);
    return error;
  }
  // 7. If codeUnit is a leading surrogate, keep it. 8. If it is a trailing one, return error.
  if (is_high_surrogate(unit)) {
    state.surrogate = static_cast<uint16_t>(unit);
    return go_on;
  }
  return is_low_surrogate(unit) ? error : text(unit);
}

}  // namespace skep
