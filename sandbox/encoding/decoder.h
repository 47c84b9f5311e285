// A decoder of the Encoding Standard, fed piece by piece.
// https://encoding.spec.whatwg.org/#interface-textdecoder
//
// A DecoderState is plain bytes: it lives in a buffer of the engine and owns nothing. What a piece
// cut in two is in it; everything else of a piece is decoded at once.
#pragma once

#include <cstddef>
#include <string_view>

#include "sandbox/code_units.h"
#include "sandbox/encoding/encoding.h"

namespace skep {

// Where decoded text goes, as the engine keeps it. With a null `out` it only counts.
class DecodedText {
 public:
  explicit DecodedText(char* out) : out_(out) {}

  void put(uint32_t code_point) {
    length_ += write_engine(code_point, out_ == nullptr ? nullptr : out_ + length_);
  }
  // Bytes that are engine text already.
  void append(std::string_view text) {
    if (out_ != nullptr) std::memcpy(out_ + length_, text.data(), text.size());
    length_ += text.size();
  }
  size_t length() const { return length_; }

 private:
  char* out_;
  size_t length_ = 0;
};

struct DecoderState {
  Encoding encoding = Encoding::utf_8;
  bool fatal = false;
  bool ignore_bom = false;
  bool bom_seen = false;

  // What each decoder's own variables are; zero at the start of a stream.
  uint8_t first = 0;  // the bytes of an unfinished character (UTF-8: all of them)
  uint8_t second = 0;
  uint8_t third = 0;
  uint8_t count = 0;       // UTF-8: how many there are; UTF-16: whether `first` is one
  uint16_t surrogate = 0;  // UTF-16: the lead surrogate
  uint8_t mode = 0;        // ISO-2022-JP: the decoder state; EUC-JP: whether jis0212 is meant
  uint8_t output_mode = 0;
  bool output = false;
};

DecoderState new_decoder(Encoding encoding, bool fatal, bool ignore_bom);

// Decodes one piece; `last` ends the stream, and the state is then that of a new decoder. False if
// it is fatal and met an error: the state is then new too, and the rest of the piece is dropped.
bool decode(DecoderState& state, std::string_view bytes, bool last, DecodedText& out);

// For UTF-8 the usual case: the text of this piece is `bytes` as they are. The state is then that
// after the piece; otherwise it is as it was.
bool decodes_to_itself(DecoderState& state, std::string_view bytes, bool last);

}  // namespace skep
