#include "sandbox/encoding/decoder.h"

#include "sandbox/encoding/steps.h"
#include "sandbox/encoding/tables.h"

namespace skep {
namespace {

// Puts out code points of one piece; a byte-order mark in front of the stream is none of its text.
// https://encoding.spec.whatwg.org/#concept-td-serialize
class Output {
 public:
  Output(DecoderState& state, DecodedText& out) : state_(state), out_(out) {}

  void put(uint32_t code_point) {
    const bool mark = !state_.bom_seen && code_point == 0xFEFF;
    state_.bom_seen = true;
    if (!mark) out_.put(code_point);
  }
  void append(std::string_view text) {
    if (text.empty()) return;
    state_.bom_seen = true;
    out_.append(text);
  }
  // False: the error is fatal.
  bool put_error() {
    if (state_.fatal) return false;
    put(replacement_character);
    return true;
  }

 private:
  DecoderState& state_;
  DecodedText& out_;
};

// UTF-8 takes whole characters; what a piece cuts off is kept as bytes and read again with the
// next.
bool decode_utf8(DecoderState& state, std::string_view bytes, bool last, Output& out) {
  uint32_t code_point;
  // The character that the piece before began. It is complete, or wrong, after three more bytes.
  while (state.count != 0) {
    uint8_t kept[4] = {state.first, state.second, state.third};
    const size_t more = bytes.empty() ? 0 : 1;
    if (more != 0) kept[state.count] = static_cast<uint8_t>(bytes[0]);
    std::string_view joined(reinterpret_cast<const char*>(kept), state.count + more);
    const Utf8Step step = next_utf8(joined, code_point);
    if (step == Utf8Step::cut) {
      if (more == 0) {
        if (!last) return true;
        state.count = 0;
        if (!out.put_error()) return false;
        break;
      }
      state.first = kept[0];
      state.second = kept[1];
      state.third = kept[2];
      state.count++;
      bytes.remove_prefix(1);
      continue;
    }
    state.count = 0;
    if (step == Utf8Step::malformed) {
      // The kept bytes could be continued, so it is the new one that does not fit: it stays.
      if (!out.put_error()) return false;
      break;
    }
    bytes.remove_prefix(1);
    out.put(code_point);
  }
  while (!bytes.empty()) {
    if (state.bom_seen) {
      const size_t plain = basic_plane_prefix(bytes);
      out.append(bytes.substr(0, plain));
      bytes.remove_prefix(plain);
      if (bytes.empty()) break;
    }
    const std::string_view before = bytes;
    switch (next_utf8(bytes, code_point)) {
      case Utf8Step::code_point: out.put(code_point); break;
      case Utf8Step::malformed:
        if (!out.put_error()) return false;
        break;
      case Utf8Step::cut:
        if (last) {
          if (!out.put_error()) return false;
          break;
        }
        const auto byte = [&](size_t i) {
          return i < before.size() ? static_cast<uint8_t>(before[i]) : uint8_t{0};
        };
        state.first = byte(0);
        state.second = byte(1);
        state.third = byte(2);
        state.count = static_cast<uint8_t>(before.size());
        break;
    }
  }
  return true;
}

// https://encoding.spec.whatwg.org/#single-byte-decoder
bool decode_single_bytes(const DecoderState& state, std::string_view bytes, Output& out) {
  const uint16_t* index = single_byte_index[static_cast<size_t>(state.encoding)];
  while (!bytes.empty()) {
    const size_t plain = ascii_prefix(bytes);
    out.append(bytes.substr(0, plain));
    bytes.remove_prefix(plain);
    for (; !bytes.empty() && !is_ascii(static_cast<uint8_t>(bytes[0])); bytes.remove_prefix(1)) {
      const uint32_t code_point = index[static_cast<uint8_t>(bytes[0]) - 0x80];
      if (code_point != 0) {
        out.put(code_point);
      } else if (!out.put_error()) {
        return false;
      }
    }
  }
  return true;
}

struct Stepper {
  Handler handler;
  bool of_ascii;  // between characters, ASCII stands for itself
};

Stepper stepper_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf_16be:
    case Encoding::utf_16le: return {utf16_handler, false};
    case Encoding::big5: return {big5_handler, true};
    case Encoding::euc_jp: return {euc_jp_handler, true};
    case Encoding::iso_2022_jp: return {iso_2022_jp_handler, false};
    case Encoding::shift_jis: return {shift_jis_handler, true};
    case Encoding::euc_kr: return {euc_kr_handler, true};
    default: return {gb18030_handler, true};
  }
}

// https://encoding.spec.whatwg.org/#concept-encoding-process
bool decode_by_steps(DecoderState& state, std::string_view bytes, bool last, Output& out) {
  const Stepper stepper = stepper_of(state.encoding);
  ByteQueue queue(bytes);
  for (;;) {
    if (stepper.of_ascii && state.first == 0) out.append(queue.take_ascii());
    const int byte = queue.read();
    if (byte == end_of_queue && !last) return true;
    const Step step = stepper.handler(state, queue, byte);
    switch (step.kind) {
      case Step::finished: return true;
      case Step::go_on: break;
      case Step::text:
        out.put(step.code_point);
        if (step.second_code_point != 0) out.put(step.second_code_point);
        break;
      case Step::error:
        if (!out.put_error()) return false;
        break;
    }
  }
}

bool decode_piece(DecoderState& state, std::string_view bytes, bool last, Output& out) {
  if (state.encoding == Encoding::utf_8) return decode_utf8(state, bytes, last, out);
  if (static_cast<int>(state.encoding) < single_byte_encodings) {
    return decode_single_bytes(state, bytes, out);
  }
  return decode_by_steps(state, bytes, last, out);
}

}  // namespace

DecoderState new_decoder(Encoding encoding, bool fatal, bool ignore_bom) {
  DecoderState state;
  state.encoding = encoding;
  state.fatal = fatal;
  state.ignore_bom = ignore_bom;
  // Only UTF-8 and UTF-16 have a mark to look for.
  state.bom_seen = ignore_bom || (encoding != Encoding::utf_8 && encoding != Encoding::utf_16be &&
                                  encoding != Encoding::utf_16le);
  return state;
}

bool decode(DecoderState& state, std::string_view bytes, bool last, DecodedText& out) {
  Output output(state, out);
  const bool done = decode_piece(state, bytes, last, output);
  if (last || !done) state = new_decoder(state.encoding, state.fatal, state.ignore_bom);
  return done;
}

bool decodes_to_itself(DecoderState& state, std::string_view bytes, bool last) {
  if (state.encoding != Encoding::utf_8 || state.count != 0) return false;
  if (!state.bom_seen && !bytes.empty() && static_cast<uint8_t>(bytes[0]) == 0xEF) return false;
  if (basic_plane_prefix(bytes) != bytes.size()) return false;
  if (!last && !bytes.empty()) state.bom_seen = true;
  if (last) state = new_decoder(state.encoding, state.fatal, state.ignore_bom);
  return true;
}

}  // namespace skep
