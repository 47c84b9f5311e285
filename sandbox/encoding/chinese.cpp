// GBK and gb18030, and Big5.
// https://encoding.spec.whatwg.org/#gb18030-decoder
// https://encoding.spec.whatwg.org/#big5-decoder
#include <algorithm>

#include "sandbox/encoding/steps.h"
#include "sandbox/encoding/tables.h"

namespace skep {
namespace {

// https://encoding.spec.whatwg.org/#index-gb18030-ranges-code-point; 0 is null.
uint32_t ranges_code_point(uint32_t pointer) {
  // 1. If pointer is greater than 39419 and less than 189000, or pointer is greater than 1237575,
  //    return null. 2. If pointer is 7457, return code point U+E7C7.
  if ((pointer > 39419 && pointer < 189000) || pointer > 1237575) return 0;
  if (pointer == 7457) return 0xE7C7;
  // 3. Let offset be the last pointer in index gb18030 ranges that is less than or equal to
  // pointer.
  const Gb18030Range* after = std::upper_bound(
      gb18030_ranges, gb18030_ranges + gb18030_range_count, pointer,
      [](uint32_t wanted, const Gb18030Range& range) { return wanted < range.pointer; });
  const Gb18030Range& range = after[-1];
  return range.code_point + pointer - range.pointer;
}

}  // namespace

Step gb18030_handler(DecoderState& state, ByteQueue& queue, int byte) {
  // 1.–2. End-of-queue.
  if (byte == end_of_queue) {
    if ((state.first | state.second | state.third) == 0) return finished;
    state.first = state.second = state.third = 0;
    return error;
  }
  // 3. If gb18030 third is not 0x00:
  if (state.third != 0) {
    const int first = state.first;
    const int second = state.second;
    const int third = state.third;
    state.first = state.second = state.third = 0;
    if (!between(byte, 0x30, 0x39)) {
      queue.restore(byte);
      queue.restore(third);
      queue.restore(second);
      return error;
    }
    return text_or_error(ranges_code_point(
        static_cast<uint32_t>((first - 0x81) * (10 * 126 * 10) + (second - 0x30) * (10 * 126) +
                              (third - 0x81) * 10 + byte - 0x30)));
  }
  // 4. If gb18030 second is not 0x00:
  if (state.second != 0) {
    if (between(byte, 0x81, 0xFE)) {
      state.third = static_cast<uint8_t>(byte);
      return go_on;
    }
    queue.restore(byte);
    queue.restore(state.second);
    state.first = state.second = 0;
    return error;
  }
  // 5. If gb18030 first is not 0x00:
  if (state.first != 0) {
    if (between(byte, 0x30, 0x39)) {
      state.second = static_cast<uint8_t>(byte);
      return go_on;
    }
    const int lead = state.first;
    state.first = 0;
    if (between(byte, 0x40, 0x7E) || between(byte, 0x80, 0xFE)) {
      const int offset = byte < 0x7F ? 0x40 : 0x41;
      const uint32_t found = gb18030_index[(lead - 0x81) * 190 + (byte - offset)];
      if (found != 0) return text(found);
    }
    if (is_ascii(byte)) queue.restore(byte);
    return error;
  }
  // 6.–9.
  if (is_ascii(byte)) return text(static_cast<uint32_t>(byte));
  if (byte == 0x80) return text(0x20AC);
  if (byte == 0xFF) return error;
  state.first = static_cast<uint8_t>(byte);
  return go_on;
}

Step big5_handler(DecoderState& state, ByteQueue& queue, int byte) {
  // 1.–2. End-of-queue.
  if (byte == end_of_queue) {
    if (state.first == 0) return finished;
    state.first = 0;
    return error;
  }
  // 3. If Big5 lead is not 0x00:
  if (state.first != 0) {
    const int lead = state.first;
    state.first = 0;
    if (between(byte, 0x40, 0x7E) || between(byte, 0xA1, 0xFE)) {
      const int offset = byte < 0x7F ? 0x40 : 0x62;
      const int pointer = (lead - 0x81) * 157 + (byte - offset);
      // 3.5. The four pointers that are two code points.
      switch (pointer) {
        case 1133: return {Step::text, 0xCA, 0x0304};
        case 1135: return {Step::text, 0xCA, 0x030C};
        case 1164: return {Step::text, 0xEA, 0x0304};
        case 1166: return {Step::text, 0xEA, 0x030C};
        default: break;
      }
      const bool plane_2 = (big5_in_plane_2[pointer / 8] >> (pointer % 8) & 1) != 0;
      const uint32_t found = big5_index[pointer];
      if (found != 0 || plane_2) return text(plane_2 ? 0x20000 + found : found);
    }
    if (is_ascii(byte)) queue.restore(byte);
    return error;
  }
  // 4.–6.
  if (is_ascii(byte)) return text(static_cast<uint32_t>(byte));
  if (!between(byte, 0x81, 0xFE)) return error;
  state.first = static_cast<uint8_t>(byte);
  return go_on;
}

}  // namespace skep
