#include "proto/json_of_clone.h"

#include <cmath>

#include <fmt/format.h>

#include "proto/base64.h"
#include "proto/clone_bulk.h"
#include "proto/clone_names.h"
#include "proto/clone_text.h"
#include "proto/iso_date.h"

namespace skep::control {
namespace {

// What one JSON value takes besides its text, near enough.
constexpr size_t value_bytes = 16;

constexpr double max_exact_integer = 9007199254740992.0;

// What a clone of `bytes` bytes may become. Honest ones stay below sixty-fourfold unless they refer
// to large parts of themselves again and again, and writing such parts out keeps the supervisor
// busy.
size_t most_of(size_t bytes) {
  constexpr size_t base = 2u << 20;
  return std::min(base + 64 * bytes, max_value_bytes);
}

Json single(std::string_view key, Json value) {
  Json object = Json::object();
  object.emplace(std::string(key), std::move(value));
  return object;
}

size_t nesting(const Json& value) {
  size_t deepest = 0;
  for (const Json& part : value) {
    if (part.is_structured()) deepest = std::max(deepest, nesting(part));
  }
  return deepest + 1;
}

}  // namespace

JsonOfClone::JsonOfClone(std::span<const std::byte> clone, ValueForm form)
    : clone_(clone), form_(form), most_(most_of(clone.size())), in_({}) {}

bool JsonOfClone::malformed() {
  if (problem.empty()) problem = "The value is not a whole structured clone.";
  return false;
}

bool JsonOfClone::charge(size_t bytes) {
  bytes_ += bytes;
  if (bytes_ <= most_) return true;
  problem = fmt::format("The value takes more than {} bytes as JSON.", most_);
  return false;
}

void JsonOfClone::put_lossy(Json& out, Json value) {
  lossy_ = true;
  out = std::move(value);
}

void JsonOfClone::put(Json& out, std::string_view key, Json value) {
  if (!tagged()) return put_lossy(out, std::move(value));
  out = single(key, std::move(value));
}

bool JsonOfClone::run(JsonValue& result) {
  if (!clone_.empty() && std::to_integer<uint8_t>(clone_.front()) == bulk_clone_version) {
    plain_ = without_bulk(clone_).value_or("");
    clone_ = std::as_bytes(std::span(plain_));
  }
  if (!index_.read(clone_)) return malformed();
  in_ = CloneReader(clone_.first(index_.value_ends));
  in_.seek(index_.value_begins);
  next_ = index_.transferred;
  open_.resize(index_.begins.size());
  told_.resize(index_.transferred);
  if (!value(result.data, 1)) return malformed();
  if (in_.left() != 0) return malformed();
  if (result.data.is_structured() && nesting(result.data) > max_value_nesting) {
    problem = fmt::format("The value nests deeper than {} levels as JSON.", max_value_nesting);
    return false;
  }
  result.lossy = lossy_;
  return true;
}

bool JsonOfClone::value(Json& out, size_t depth) {
  ValueTag tag;
  return in_.tag(tag) && value_of(tag, out, depth);
}

bool JsonOfClone::value_of(ValueTag tag, Json& out, size_t depth) {
  if (!charge(value_bytes)) return false;
  if (depth > max_value_nesting) {
    problem = fmt::format("The value nests deeper than {} levels.", max_value_nesting);
    return false;
  }
  switch (tag) {
    case ValueTag::undefined:
      put(out, "$undefined", tagged() ? Json(true) : Json(nullptr));
      return true;
    case ValueTag::null: out = nullptr; return true;
    case ValueTag::true_value: out = true; return true;
    case ValueTag::false_value: out = false; return true;
    case ValueTag::integer: {
      uint64_t zigzag;
      if (!in_.varint(zigzag, UINT32_MAX)) return false;
      const auto narrow = static_cast<uint32_t>(zigzag);
      out = static_cast<int32_t>(narrow >> 1 ^ (0u - (narrow & 1)));
      return true;
    }
    case ValueTag::number: {
      double number;
      if (!in_.number(number)) return false;
      put_number(number, out);
      return true;
    }
    case ValueTag::string: {
      std::string_view text;
      return in_.block(text) && put_text(text, out);
    }
    case ValueTag::reference: return reference(out, depth);
    case ValueTag::hole:
    case ValueTag::elements_end:
    case ValueTag::end: return false;
    default: break;
  }
  const uint32_t number = next_++;
  open_[number] = true;
  const bool wrapped = tagged() && index_.references[number] != 0;
  if (!object_of(tag, out, depth)) return false;
  open_[number] = false;
  if (wrapped) {
    Json outer = single("$id", number);
    outer.emplace("$value", std::move(out));
    out = std::move(outer);
  }
  return true;
}

bool JsonOfClone::object_of(ValueTag tag, Json& out, size_t depth) {
  switch (tag) {
    case ValueTag::true_object: put(out, "$boolean", true); return true;
    case ValueTag::false_object: put(out, "$boolean", false); return true;
    case ValueTag::number_object: {
      double number;
      if (!in_.number(number)) return false;
      Json boxed;
      put_number(number, boxed);
      put(out, "$boxed-number", std::move(boxed));
      return true;
    }
    case ValueTag::string_object: {
      std::string_view text;
      Json boxed;
      if (!in_.block(text) || !put_text(text, boxed)) return false;
      put(out, "$boxed-string", std::move(boxed));
      return true;
    }
    case ValueTag::date: return date(out);
    case ValueTag::regexp: return regexp(out);
    case ValueTag::array_buffer: {
      std::string_view bytes;
      return in_.block(bytes) && put_buffer(bytes, out);
    }
    case ValueTag::view: return view(out, depth);
    case ValueTag::error: return error(out, depth);
    case ValueTag::object: return object(out, depth);
    case ValueTag::array: return array(out, depth);
    case ValueTag::map: return map(out, depth);
    case ValueTag::set: return set(out, depth);
    case ValueTag::platform: return platform(out, depth);
    default: return false;
  }
}

bool JsonOfClone::reference(Json& out, size_t depth) {
  uint64_t wide;
  // What the walk has not come to yet cannot be named, though the index knows of it.
  if (!in_.varint(wide, UINT32_MAX) || wide >= next_) return false;
  const auto number = static_cast<uint32_t>(wide);
  if (number < index_.transferred) {
    std::string_view bytes;
    if (!buffer_at(number, bytes)) return false;
    if (!tagged()) return put_buffer(bytes, out);
    if (!told_[number]) {
      told_[number] = true;
      if (!put_buffer(bytes, out)) return false;
      if (index_.references[number] > 1) {
        Json outer = single("$id", number);
        outer.emplace("$value", std::move(out));
        out = std::move(outer);
      }
      return true;
    }
  }
  if (open_[number]) {
    // A platform object does not exist before all of it is read, so nothing in it can name it.
    const auto tag = std::to_integer<char>(clone_[index_.begins[number]]);
    if (static_cast<ValueTag>(tag) == ValueTag::platform) return false;
    if (static_cast<ValueTag>(tag) == ValueTag::view) return false;
    if (!tagged()) {
      put_lossy(out, nullptr);
      return true;
    }
  }
  if (tagged()) {
    out = single("$ref", number);
    return true;
  }
  lossy_ = true;  // that both are one object cannot be told
  return again(number, out, depth);
}

// Writes out an object for a second time, as it stands where it began.
bool JsonOfClone::again(uint32_t number, Json& out, size_t depth) {
  const size_t position = in_.position();
  const uint32_t next = next_;
  in_.seek(index_.begins[number]);
  next_ = number;
  if (!value(out, depth)) return false;
  in_.seek(position);
  next_ = next;
  return true;
}

void JsonOfClone::put_number(double number, Json& out) {
  if (std::isnan(number)) {
    put(out, "$number", tagged() ? Json("NaN") : Json(nullptr));
  } else if (std::isinf(number)) {
    put(out, "$number", tagged() ? Json(number > 0 ? "Infinity" : "-Infinity") : Json(nullptr));
  } else if (number == 0 && std::signbit(number)) {
    put(out, "$number", tagged() ? Json("-0") : Json(0));
  } else if (std::abs(number) <= max_exact_integer && number == std::trunc(number)) {
    out = static_cast<int64_t>(number);
  } else {
    out = number;
  }
}

bool JsonOfClone::put_text(std::string_view text, Json& out) {
  if (!charge(text.size())) return false;
  auto utf8 = utf8_of_clone_text(text);
  if (!utf8) return false;
  if (!utf8->has_lone_surrogate) {
    out = std::move(utf8->text);
  } else if (tagged()) {
    const std::string utf16 = utf16_of_clone_text(text);
    out = single("$text", base64_encode(std::as_bytes(std::span(utf16))));
  } else {
    put_lossy(out, std::move(utf8->text));
  }
  return true;
}

bool JsonOfClone::put_buffer(std::string_view bytes, Json& out) {
  if (!charge(bytes.size() / 3 * 4)) return false;
  put(out, "$buffer", base64_encode(std::as_bytes(std::span(bytes))));
  return true;
}

bool JsonOfClone::date(Json& out) {
  double ms;
  if (!in_.number(ms)) return false;
  Json json;
  if (std::abs(ms) <= max_date_ms) {
    const auto whole = static_cast<int64_t>(ms);
    json = tagged() ? Json(whole) : Json(iso_date(whole));
  }
  put(out, "$date", std::move(json));
  return true;
}

bool JsonOfClone::regexp(Json& out) {
  std::string_view source;
  std::string_view flags;
  Json source_json;
  Json flags_json;
  if (!in_.block(source) || !in_.block(flags) || !put_text(source, source_json) ||
      !put_text(flags, flags_json)) {
    return false;
  }
  if (tagged()) {
    out = single("$regexp", Json::array({std::move(source_json), std::move(flags_json)}));
  } else {
    put_lossy(out, "/" + source_json.get<std::string>() + "/" + flags_json.get<std::string>());
  }
  return true;
}

// The bytes of a buffer that was met before: transferred, or anywhere in the value.
bool JsonOfClone::buffer_at(uint32_t number, std::string_view& bytes) {
  CloneReader in(clone_);
  in.seek(index_.begins[number]);
  ValueTag tag;
  if (number >= index_.transferred && (!in.tag(tag) || tag != ValueTag::array_buffer)) return false;
  return in.block(bytes);
}

}  // namespace skep::control
