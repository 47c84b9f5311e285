#include "sandbox/library/regexp_host.h"

#include <cstring>
#include <string>
#include <vector>

#include "regexp/compile.h"
#include "regexp/match.h"

namespace skep {
namespace {

// What a call works with. It outlives every call, so that no error of the engine's jumps over a
// destructor.
struct Room {
  regexp::Compiled compiled;
  std::string name;
  std::vector<uint16_t> units;     // of the text that was matched last
  const void* units_of = nullptr;  // that string; the stash keeps it alive
  std::vector<uint32_t> slots;
};

Room& room() {
  static Room* const only = new Room;
  return *only;
}

// The engine keeps a string as the UTF-8 of its UTF-16 units: one to three bytes each.
template <class Units>
void read_units(const char* text, size_t size, Units& units) {
  units.clear();
  const auto* at = reinterpret_cast<const uint8_t*>(text);
  const uint8_t* const end = at + size;
  while (at < end) {
    uint32_t unit = *at++;
    if (unit >= 0xe0 && end - at >= 2) {
      unit = (unit & 15) << 12 | (at[0] & 63u) << 6 | (at[1] & 63u);
      at += 2;
    } else if (unit >= 0xc0 && end - at >= 1) {
      unit = (unit & 31) << 6 | (at[0] & 63u);
      ++at;
    }
    units.push_back(static_cast<typename Units::value_type>(unit));
  }
}

void compile_at(duk_context* heap, duk_idx_t index, uint32_t flags) {
  duk_size_t size = 0;
  const char* text = duk_get_lstring(heap, index, &size);
  std::u16string pattern;
  read_units(text, size, pattern);
  room().compiled = regexp::compile(pattern, flags);
}

void write_name(std::u16string_view name) {
  std::string& text = room().name;
  text.clear();
  for (const char16_t unit : name) {
    if (unit < 0x80) {
      text += static_cast<char>(unit);
    } else if (unit < 0x800) {
      text += static_cast<char>(0xc0 | unit >> 6);
      text += static_cast<char>(0x80 | (unit & 63));
    } else {
      text += static_cast<char>(0xe0 | unit >> 12);
      text += static_cast<char>(0x80 | (unit >> 6 & 63));
      text += static_cast<char>(0x80 | (unit & 63));
    }
  }
}

// Bytes where all of it is ASCII, else the units, which are kept for the next match of the same
// text.
regexp::Text text_at(duk_context* heap, duk_idx_t index) {
  duk_size_t size = 0;
  const char* bytes = duk_get_lstring(heap, index, &size);
  const duk_size_t length = duk_get_length(heap, index);
  regexp::Text text;
  text.length = static_cast<uint32_t>(length);
  if (length == size) {
    text.bytes = reinterpret_cast<const uint8_t*>(bytes);
    return text;
  }
  const void* identity = duk_get_heapptr(heap, index);
  if (room().units_of != identity) {
    duk_push_global_stash(heap);
    duk_dup(heap, index);
    duk_put_prop_literal(heap, -2, "regexpText");
    duk_pop(heap);
    read_units(bytes, size, room().units);
    room().units_of = identity;
  }
  text.units = room().units.data();
  text.length = static_cast<uint32_t>(room().units.size());
  return text;
}

}  // namespace

duk_ret_t regexp_compile(duk_context* heap) {
  duk_require_string(heap, 0);
  compile_at(heap, 0, duk_require_uint(heap, 1));
  const regexp::Compiled& compiled = room().compiled;
  if (!compiled.error.empty()) {
    return duk_syntax_error(heap, "Invalid regular expression: %s", compiled.error.c_str());
  }
  duk_push_bare_object(heap);
  const size_t size = compiled.program.size() * sizeof(uint32_t);
  std::memcpy(duk_push_fixed_buffer(heap, size), compiled.program.data(), size);
  duk_put_prop_literal(heap, -2, "program");
  duk_push_uint(heap, compiled.program[2]);
  duk_put_prop_literal(heap, -2, "groups");
  duk_push_array(heap);
  duk_uarridx_t at = 0;
  for (size_t i = 0; i < compiled.names.size(); ++i) {
    write_name(compiled.names[i].first);
    duk_push_lstring(heap, room().name.data(), room().name.size());
    duk_put_prop_index(heap, -2, at++);
    duk_push_uint(heap, compiled.names[i].second);
    duk_put_prop_index(heap, -2, at++);
  }
  duk_put_prop_literal(heap, -2, "names");
  return 1;
}

duk_ret_t regexp_match(duk_context* heap) {
  const auto* program = static_cast<const uint32_t*>(duk_require_buffer(heap, 0, nullptr));
  duk_require_string(heap, 1);
  const regexp::Text text = text_at(heap, 1);
  const duk_uint_t start = duk_require_uint(heap, 2);
  const regexp::Outcome outcome =
      regexp::match(program, text, start, duk_require_boolean(heap, 3) != 0, room().slots);
  if (outcome == regexp::Outcome::too_complex) {
    return duk_range_error(heap, "The regular expression needs too much memory for this text");
  }
  if (outcome == regexp::Outcome::failed) {
    duk_push_null(heap);
    return 1;
  }
  const std::vector<uint32_t>& slots = room().slots;
  duk_push_array(heap);
  for (size_t i = 0; i < slots.size(); ++i) {
    duk_push_number(heap, slots[i] == regexp::nowhere ? -1.0 : static_cast<double>(slots[i]));
    duk_put_prop_index(heap, -2, static_cast<duk_uarridx_t>(i));
  }
  return 1;
}

}  // namespace skep
