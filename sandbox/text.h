// Text inside and outside of the engine.
//
// Duktape keeps a string as the UTF-8 of its UTF-16 code units (CESU-8): a character outside the
// basic plane is two three-byte surrogates, and a surrogate may stand alone. Everything that leaves
// a worker is UTF-8. A string whose first byte is 80, 81, 82 or FF would be a symbol to Duktape,
// even a hidden one, so bytes from outside become strings only through here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <duktape.h>

namespace skep {

// Only what Duktape itself writes for a string of UTF-16 code units: one to three bytes a unit,
// shortest form, lone surrogates allowed.
bool is_engine_text(std::string_view bytes);

// For engine text: some surrogate stands without its other half, so that no UTF-8 can say it.
bool has_lone_surrogate(std::string_view engine_text);

// Pushes the string that `utf8` stands for. Malformed sequences become U+FFFD, as the Encoding
// Standard's decoder does it. May throw a Duktape error; owns nothing meanwhile.
void push_text(duk_context* ctx, std::string_view utf8);

// The bytes of the string at `index`, as the engine keeps them; empty for anything else, symbols
// too.
std::string_view engine_text_at(duk_context* ctx, duk_idx_t index);

// UTF-8 of text as the engine keeps it; lone surrogates become U+FFFD. With a null `out` it only
// counts. Returns the number of bytes.
size_t engine_to_utf8(std::string_view text, char* out);
std::string utf8_of(std::string_view engine_text);

// Engine text with everything that no UTF-16 string can hold repaired; for what a script makes with
// String.fromCharCode of large numbers.
std::string repaired_engine_text(std::string_view text);

}  // namespace skep
