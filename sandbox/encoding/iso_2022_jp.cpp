// ISO-2022-JP.  https://encoding.spec.whatwg.org/#iso-2022-jp-decoder
#include "sandbox/encoding/steps.h"
#include "sandbox/encoding/tables.h"

namespace skep {
namespace {

// The decoder state; the first four can be the output state as well.
enum Mode : uint8_t { ascii, roman, katakana, lead_byte, trail_byte, escape_start, escape };

constexpr int escape_byte = 0x1B;

Step start_escape(DecoderState& state) {
  state.mode = escape_start;
  return go_on;
}

// What ends every mode but the escapes: a code point or an error, and nothing was output since.
Step said(DecoderState& state, Step step) {
  state.output = false;
  return step;
}

bool is_plain(int byte) {
  return is_ascii(byte) && byte != 0x0E && byte != 0x0F;
}

Step one_byte(DecoderState& state, int byte) {
  if (byte == escape_byte) return start_escape(state);
  if (byte == end_of_queue) return finished;
  const auto itself = static_cast<uint32_t>(byte);
  if (state.mode == katakana) {
    return said(state, between(byte, 0x21, 0x5F) ? text(0xFF61 - 0x21 + itself) : error);
  }
  if (state.mode == roman && byte == 0x5C) return said(state, text(0xA5));
  if (state.mode == roman && byte == 0x7E) return said(state, text(0x203E));
  return said(state, is_plain(byte) ? text(itself) : error);
}

Step lead(DecoderState& state, int byte) {
  if (byte == escape_byte) return start_escape(state);
  if (byte == end_of_queue) return finished;
  if (!between(byte, 0x21, 0x7E)) return said(state, error);
  state.first = static_cast<uint8_t>(byte);
  state.mode = trail_byte;
  return said(state, go_on);
}

Step trail(DecoderState& state, int byte) {
  if (byte == escape_byte) {
    state.mode = escape_start;
    return error;
  }
  state.mode = lead_byte;
  if (!between(byte, 0x21, 0x7E)) return error;
  return text_or_error(jis0208_index[(state.first - 0x21) * 94 + byte - 0x21]);
}

Step after_escape(DecoderState& state, ByteQueue& queue, int byte) {
  if (byte == 0x24 || byte == 0x28) {
    state.first = static_cast<uint8_t>(byte);
    state.mode = escape;
    return go_on;
  }
  queue.restore(byte);
  state.mode = state.output_mode;
  return said(state, error);
}

Step end_escape(DecoderState& state, ByteQueue& queue, int byte) {
  // 1. Let lead be ISO-2022-JP lead and set ISO-2022-JP lead to 0x00. 2. Let state be null.
  const int lead = state.first;
  state.first = 0;
  int mode = -1;
  // 3.–6.
  if (lead == 0x28 && byte == 0x42) mode = ascii;
  if (lead == 0x28 && byte == 0x4A) mode = roman;
  if (lead == 0x28 && byte == 0x49) mode = katakana;
  if (lead == 0x24 && (byte == 0x40 || byte == 0x42)) mode = lead_byte;
  // 7. If state is non-null: two escapes with nothing between them are an error.
  if (mode >= 0) {
    state.mode = state.output_mode = static_cast<uint8_t>(mode);
    const bool output = state.output;
    state.output = true;
    return output ? error : go_on;
  }
  // 8.–10. Both bytes are read again as text.
  queue.restore(byte);
  queue.restore(lead);
  state.mode = state.output_mode;
  return said(state, error);
}

}  // namespace

Step iso_2022_jp_handler(DecoderState& state, ByteQueue& queue, int byte) {
  switch (state.mode) {
    case lead_byte: return lead(state, byte);
    case trail_byte: return trail(state, byte);
    case escape_start: return after_escape(state, queue, byte);
    case escape: return end_escape(state, queue, byte);
    default: return one_byte(state, byte);
  }
}

}  // namespace skep
