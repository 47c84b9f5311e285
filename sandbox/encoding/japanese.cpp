// EUC-JP and Shift_JIS, and EUC-KR, which is built like them.
// https://encoding.spec.whatwg.org/#euc-jp-decoder
// https://encoding.spec.whatwg.org/#shift_jis-decoder
// https://encoding.spec.whatwg.org/#euc-kr-decoder
#include "sandbox/encoding/steps.h"
#include "sandbox/encoding/tables.h"

namespace skep {
namespace {

// "If lead is not 0x00, set it to 0x00 and return error"; otherwise finished.
Step at_the_end(DecoderState& state) {
  if (state.first == 0) return finished;
  state.first = 0;
  state.mode = 0;
  return error;
}

// A code point of an index, or: "If byte is an ASCII byte, restore byte to ioQueue. Return error."
Step found_or_restored(uint32_t code_point, ByteQueue& queue, int byte) {
  if (code_point != 0) return text(code_point);
  if (is_ascii(byte)) queue.restore(byte);
  return error;
}

Step keep_lead(DecoderState& state, int byte) {
  state.first = static_cast<uint8_t>(byte);
  return go_on;
}

}  // namespace

Step euc_jp_handler(DecoderState& state, ByteQueue& queue, int byte) {
  // 1.–2. End-of-queue.
  if (byte == end_of_queue) return at_the_end(state);
  // 3. If EUC-JP lead is 0x8E and byte is in the range 0xA1 to 0xDF, inclusive: half-width
  // katakana.
  if (state.first == 0x8E && between(byte, 0xA1, 0xDF)) {
    state.first = 0;
    return text(static_cast<uint32_t>(0xFF61 - 0xA1 + byte));
  }
  // 4. If EUC-JP lead is 0x8F and byte is in the range 0xA1 to 0xFE, inclusive: jis0212.
  if (state.first == 0x8F && between(byte, 0xA1, 0xFE)) {
    state.mode = 1;
    return keep_lead(state, byte);
  }
  // 5. If EUC-JP lead is not 0x00:
  if (state.first != 0) {
    const int lead = state.first;
    const bool jis0212 = state.mode != 0;
    state.first = 0;
    state.mode = 0;
    uint32_t found = 0;
    if (between(lead, 0xA1, 0xFE) && between(byte, 0xA1, 0xFE)) {
      const auto pointer = static_cast<size_t>((lead - 0xA1) * 94 + byte - 0xA1);
      if (!jis0212) found = jis0208_index[pointer];
      if (jis0212 && pointer < jis0212_size) found = jis0212_index[pointer];
    }
    return found_or_restored(found, queue, byte);
  }
  // 6.–8.
  if (is_ascii(byte)) return text(static_cast<uint32_t>(byte));
  if (byte == 0x8E || byte == 0x8F || between(byte, 0xA1, 0xFE)) return keep_lead(state, byte);
  return error;
}

Step shift_jis_handler(DecoderState& state, ByteQueue& queue, int byte) {
  // 1.–2. End-of-queue.
  if (byte == end_of_queue) return at_the_end(state);
  // 3. If Shift_JIS lead is not 0x00:
  if (state.first != 0) {
    const int lead = state.first;
    state.first = 0;
    uint32_t found = 0;
    if (between(byte, 0x40, 0x7E) || between(byte, 0x80, 0xFC)) {
      const int offset = byte < 0x7F ? 0x40 : 0x41;
      const int lead_offset = lead < 0xA0 ? 0x81 : 0xC1;
      const int pointer = (lead - lead_offset) * 188 + byte - offset;
      // 3.5. Private use: "end user defined characters".
      if (between(pointer, 8836, 10715))
        return text(static_cast<uint32_t>(0xE000 - 8836 + pointer));
      if (static_cast<size_t>(pointer) < jis0208_size) found = jis0208_index[pointer];
    }
    return found_or_restored(found, queue, byte);
  }
  // 4.–7.
  if (is_ascii(byte) || byte == 0x80) return text(static_cast<uint32_t>(byte));
  if (between(byte, 0xA1, 0xDF)) return text(static_cast<uint32_t>(0xFF61 - 0xA1 + byte));
  if (between(byte, 0x81, 0x9F) || between(byte, 0xE0, 0xFC)) return keep_lead(state, byte);
  return error;
}

Step euc_kr_handler(DecoderState& state, ByteQueue& queue, int byte) {
  // 1.–2. End-of-queue.
  if (byte == end_of_queue) return at_the_end(state);
  // 3. If EUC-KR lead is not 0x00:
  if (state.first != 0) {
    const int lead = state.first;
    state.first = 0;
    uint32_t found = 0;
    if (between(byte, 0x41, 0xFE)) {
      const auto pointer = static_cast<size_t>((lead - 0x81) * 190 + byte - 0x41);
      if (pointer < euc_kr_size) found = euc_kr_index[pointer];
    }
    return found_or_restored(found, queue, byte);
  }
  // 4.–6.
  if (is_ascii(byte)) return text(static_cast<uint32_t>(byte));
  if (between(byte, 0x81, 0xFE)) return keep_lead(state, byte);
  return error;
}

}  // namespace skep
