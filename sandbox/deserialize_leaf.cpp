// StructuredDeserialize of an object whose properties are all primitive values, as most messages
// are: looked through first, then made at once, with room for just its properties.
#include "engine/engine_extras.h"
#include "proto/value_bytes.h"
#include "sandbox/key_cache.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

struct Property {
  std::string_view key;
  ValueTag tag;
  std::string_view text;  // of a string
  double number = 0;      // of an integer or number
};

constexpr size_t most_properties = 32;

// Reads what it is given without a context that could throw: whatever is not as it should be is
// for the general way to complain about.
class LeafScan {
 public:
  explicit LeafScan(std::span<const std::byte> bytes) : rest_(bytes) {}

  // Behind the object's tag, to behind its end. False: it is no leaf.
  bool read() {
    for (;;) {
      uint8_t tag;
      if (!take_byte(tag)) return false;
      if (static_cast<ValueTag>(tag) == ValueTag::end) return true;
      if (static_cast<ValueTag>(tag) != ValueTag::string || count == most_properties) return false;
      Property& property = properties[count];
      if (!take_text(property.key) || !take_byte(tag)) return false;
      property.tag = static_cast<ValueTag>(tag);
      if (!take_value(property)) return false;
      ++count;
    }
  }

  std::span<const std::byte> rest() const { return rest_; }

  Property properties[most_properties];
  size_t count = 0;

 private:
  bool take_byte(uint8_t& byte) {
    if (rest_.empty()) return false;
    byte = static_cast<uint8_t>(rest_.front());
    rest_ = rest_.subspan(1);
    return true;
  }

  bool take_text(std::string_view& text) {
    uint64_t length;
    if (!read_varint(rest_, UINT32_MAX, length) || length > rest_.size()) return false;
    text = {reinterpret_cast<const char*>(rest_.data()), length};
    rest_ = rest_.subspan(length);
    return true;
  }

  bool take_value(Property& property) {
    switch (property.tag) {
      case ValueTag::undefined:
      case ValueTag::null:
      case ValueTag::true_value:
      case ValueTag::false_value: return true;
      case ValueTag::string: return take_text(property.text);
      case ValueTag::number:
        if (rest_.size() < sizeof(double)) return false;
        property.number = read_double(rest_.data());
        rest_ = rest_.subspan(sizeof(double));
        return true;
      case ValueTag::integer: {
        uint64_t zigzag;
        if (!read_varint(rest_, UINT32_MAX, zigzag)) return false;
        property.number = integer_of_zigzag(static_cast<uint32_t>(zigzag));
        return true;
      }
      default: return false;
    }
  }

  std::span<const std::byte> rest_;
};

// False: a string that is no text.
bool push_primitive(duk_context* ctx, const Property& property) {
  switch (property.tag) {
    case ValueTag::undefined: duk_push_undefined(ctx); return true;
    case ValueTag::null: duk_push_null(ctx); return true;
    case ValueTag::true_value: duk_push_true(ctx); return true;
    case ValueTag::false_value: duk_push_false(ctx); return true;
    case ValueTag::integer:
    case ValueTag::number: duk_push_number(ctx, property.number); return true;
    default:
      if (!is_engine_text(property.text)) return false;
      duk_push_lstring(ctx, property.text.data(), property.text.size());
      return true;
  }
}

}  // namespace

// Behind the object's tag. Pushes the object; or takes and pushes nothing: it is not such a one.
bool StructuredDeserializer::read_leaf(duk_context* ctx) {
  LeafScan scan(rest_);
  if (!scan.read()) return false;
  Realm& realm = realm_of(ctx);
  void* keys[most_properties];
  engine_push_shaped(ctx, realm.captured[static_cast<size_t>(Captured::object_prototype)],
                     static_cast<duk_uint_t>(scan.count));
  const duk_idx_t object = duk_get_top_index(ctx);
  for (size_t i = 0; i < scan.count; i++) {
    void* key = realm.key_cache.push(ctx, scan.properties[i].key);
    bool makes_sense = key != nullptr;
    // No correct peer names one property twice.
    for (size_t j = 0; makes_sense && j < i; j++) makes_sense = keys[j] != key;
    if (!makes_sense || !push_primitive(ctx, scan.properties[i])) {
      duk_set_top(ctx, object);
      return false;
    }
    engine_append(ctx, object, key);
    duk_pop(ctx);
    keys[i] = key;
  }
  rest_ = scan.rest();
  const uint32_t number = new_number();
  // Nothing follows that could refer to it.
  if (!rest_.empty() || !frames_.empty()) register_top(ctx, number);
  return true;
}

}  // namespace skep
