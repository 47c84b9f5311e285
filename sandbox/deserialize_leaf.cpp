// StructuredDeserialize of an object whose properties are all primitive values, as most messages
// are: looked through first, then made at once, with room for just its properties.

#include "engine/engine_extras.h"
#include "sandbox/key_cache.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"
#include "sandbox/value_bytes.h"

namespace skep {
namespace {

struct Property {
  std::string_view key;
  ValueTag tag;
  std::string_view value;  // a string's text, or the bytes of a number
};

constexpr size_t most_properties = 32;

// Reads what it is given without a context that could throw: whatever is not as it should be is
// for the general way to complain about.
class LeafScan {
 public:
  explicit LeafScan(std::string_view bytes) : rest_(bytes) {}

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

  std::string_view rest() const { return rest_; }

  Property properties[most_properties];
  size_t count = 0;

 private:
  bool take_byte(uint8_t& byte) {
    if (rest_.empty()) return false;
    byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return true;
  }

  bool take(size_t length, std::string_view& bytes) {
    if (length > rest_.size()) return false;
    bytes = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return true;
  }

  bool take_text(std::string_view& text) {
    // Longer than two bytes of a length can say is no leaf's.
    uint8_t low;
    uint8_t high = 0;
    if (!take_byte(low)) return false;
    if (low >= 0x80 && (!take_byte(high) || high >= 0x80)) return false;
    return take((low & 0x7Fu) | static_cast<size_t>(high) << 7, text);
  }

  bool take_value(Property& property) {
    switch (property.tag) {
      case ValueTag::undefined:
      case ValueTag::null:
      case ValueTag::true_value:
      case ValueTag::false_value: return true;
      case ValueTag::string: return take_text(property.value);
      case ValueTag::number: return take(sizeof(double), property.value);
      case ValueTag::integer: {
        const char* from = rest_.data();
        for (size_t length = 1; length <= 5; ++length) {
          uint8_t byte;
          if (!take_byte(byte)) return false;
          if (byte < 0x80) {
            property.value = {from, length};
            return length < 5 || byte < 0x10;
          }
        }
        return false;
      }
      default: return false;
    }
  }

  std::string_view rest_;
};

double integer_of(std::string_view bytes) {
  uint32_t zigzag = 0;
  int shift = 0;
  for (const char byte : bytes) {
    zigzag |= (static_cast<uint32_t>(byte) & 0x7Fu) << shift;
    shift += 7;
  }
  return integer_of_zigzag(zigzag);
}

// False: a string that is no text.
bool push_primitive(duk_context* ctx, const Property& property) {
  switch (property.tag) {
    case ValueTag::undefined: duk_push_undefined(ctx); return true;
    case ValueTag::null: duk_push_null(ctx); return true;
    case ValueTag::true_value: duk_push_true(ctx); return true;
    case ValueTag::false_value: duk_push_false(ctx); return true;
    case ValueTag::integer: duk_push_number(ctx, integer_of(property.value)); return true;
    case ValueTag::number: duk_push_number(ctx, read_double(property.value.data())); return true;
    default:
      if (!is_engine_text(property.value)) return false;
      duk_push_lstring(ctx, property.value.data(), property.value.size());
      return true;
  }
}

}  // namespace

// Behind the object's tag. Pushes the object; or takes and pushes nothing: it is not such a one.
bool StructuredDeserializer::read_leaf(duk_context* ctx) {
  LeafScan scan({reinterpret_cast<const char*>(rest_.data()), rest_.size()});
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
  rest_ = rest_.last(scan.rest().size());
  const uint32_t number = new_number();
  // Nothing follows that could refer to it.
  if (!rest_.empty() || !frames_.empty()) register_top(ctx, number);
  return true;
}

}  // namespace skep
