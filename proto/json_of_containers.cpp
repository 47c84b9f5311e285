// What has parts: views, errors, arrays, objects, collections, platform objects.
#include <algorithm>
#include <charconv>

#include "proto/base64.h"
#include "proto/clone_names.h"
#include "proto/json_of_clone.h"

namespace skep::control {
namespace {

// What an entry of an object takes besides its key and its value.
constexpr size_t entry_bytes = 48;

// `key` is how the engine writes an array index: no sign, no leading zero, less than 2^32 - 1.
bool is_array_index(std::string_view key, uint32_t& index) {
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  return error == std::errc() && end == key.data() + key.size() && index != UINT32_MAX &&
         (key.size() == 1 || key[0] != '0');
}

// A worker's own serializer never writes a key twice; two of a name would be read one way here and
// another way there.
bool has_twins(const std::vector<std::pair<Json, Json>>& entries) {
  std::vector<const Json*> keys;
  keys.reserve(entries.size());
  for (const auto& entry : entries) keys.push_back(&entry.first);
  const auto less = [](const Json* a, const Json* b) { return *a < *b; };
  std::sort(keys.begin(), keys.end(), less);
  const auto same = [](const Json* a, const Json* b) { return *a == *b; };
  return std::adjacent_find(keys.begin(), keys.end(), same) != keys.end();
}

Json pairs(std::vector<std::pair<Json, Json>>& entries) {
  Json::array_t list;
  list.reserve(entries.size());
  for (auto& [key, value] : entries) {
    Json::array_t pair;
    pair.push_back(std::move(key));
    pair.push_back(std::move(value));
    list.push_back(std::move(pair));
  }
  return list;
}

}  // namespace

// The bytes of the ArrayBuffer that comes next, and in the tagged form its JSON.
bool JsonOfClone::viewed(std::string_view& bytes, Json& buffer, size_t depth) {
  const size_t begin = in_.position();
  ValueTag tag;
  if (!in_.tag(tag)) return false;
  uint64_t number = next_;
  if (tag == ValueTag::reference) {
    if (!in_.varint(number, UINT32_MAX) || number >= next_) return false;
    if (!buffer_at(static_cast<uint32_t>(number), bytes)) return false;
  } else if (tag != ValueTag::array_buffer || !in_.block(bytes)) {
    return false;
  }
  if (tagged()) {
    in_.seek(begin);
    return value(buffer, depth + 1);
  }
  if (tag == ValueTag::array_buffer) ++next_;
  return true;
}

bool JsonOfClone::view(Json& out, size_t depth) {
  uint8_t kind;
  uint64_t offset;
  uint64_t length;
  std::string_view bytes;
  Json buffer;
  if (!in_.byte(kind) || kind >= view_names.size() || !in_.varint(offset, UINT32_MAX) ||
      !in_.varint(length, UINT32_MAX) || !viewed(bytes, buffer, depth)) {
    return false;
  }
  if (offset + length > bytes.size() || offset % view_element_bytes[kind] != 0 ||
      length % view_element_bytes[kind] != 0) {
    return false;
  }
  if (!tagged()) return put_buffer(bytes.substr(offset, length), out);
  if (!charge(4 * entry_bytes)) return false;
  Json parts = {{"kind", view_names[kind]}};
  parts.emplace("buffer", std::move(buffer));
  parts.emplace("offset", offset);
  parts.emplace("length", length);
  put(out, "$view", std::move(parts));
  return true;
}

bool JsonOfClone::error(Json& out, size_t depth) {
  uint8_t name;
  uint8_t parts;
  if (!in_.byte(name) || name >= error_names.size() || !in_.byte(parts)) return false;
  if (!charge(4 * entry_bytes)) return false;
  Json object = {{"name", error_names[name]}};
  std::string_view text;
  Json json;
  if ((parts & error_has_message) != 0) {
    if (!in_.block(text) || !put_text(text, json)) return false;
    object.emplace("message", std::move(json));
  } else if (!tagged()) {
    object.emplace("message", "");
  }
  if ((parts & error_has_stack) != 0) {
    if (!in_.block(text) || !put_text(text, json)) return false;
    object.emplace("stack", std::move(json));
  }
  if ((parts & error_has_cause) != 0) {
    if (!value(json, depth + 1)) return false;
    if (tagged()) object.emplace("cause", std::move(json));
  }
  put(out, "$error", std::move(object));
  return true;
}

struct JsonOfClone::Elements {
  uint32_t length = 0;
  uint32_t next = 0;  // the least index that may come
  Json::array_t dense;
  std::vector<std::pair<uint32_t, Json>> sparse;  // after the first hole
  Entries extras;

  void add(uint32_t index, Json element) {
    if (index == dense.size()) {
      dense.push_back(std::move(element));
    } else {
      sparse.emplace_back(index, std::move(element));
    }
    next = index + 1;
  }
};

bool JsonOfClone::elements(Elements& found, size_t depth) {
  for (;;) {
    ValueTag tag;
    if (!in_.tag(tag)) return false;
    if (tag == ValueTag::elements_end) return true;
    if (found.next >= found.length) return false;
    if (tag == ValueTag::hole) {
      ++found.next;
      continue;
    }
    Json element;
    if (!value_of(tag, element, depth + 1)) return false;
    found.add(found.next, std::move(element));
  }
}

// What stands behind the dense elements, by key: more elements, then other properties.
bool JsonOfClone::array_extras(Elements& found, size_t depth) {
  for (;;) {
    ValueTag tag;
    if (!in_.tag(tag)) return false;
    if (tag == ValueTag::end) return !has_twins(found.extras);
    std::string_view text;
    if (tag != ValueTag::string || !in_.block(text) || text == "length") return false;
    uint32_t index;
    Json key;
    Json element;
    if (!charge(entry_bytes) || !put_text(text, key) || !value(element, depth + 1)) return false;
    if (!is_array_index(text, index)) {
      found.extras.emplace_back(std::move(key), std::move(element));
    } else if (index >= found.length) {
      lossy_ = true;  // a getter made the array longer meanwhile; the engine drops it as well
    } else if (index < found.next || !found.extras.empty()) {
      return false;
    } else {
      found.add(index, std::move(element));
    }
  }
}

bool JsonOfClone::array(Json& out, size_t depth) {
  Elements found;
  uint64_t length;
  if (!in_.varint(length, UINT32_MAX)) return false;
  found.length = static_cast<uint32_t>(length);
  if (!elements(found, depth) || !array_extras(found, depth)) return false;
  const bool whole = found.dense.size() == length && found.extras.empty();
  if (whole) {
    out = std::move(found.dense);
    return true;
  }
  if (!tagged()) {
    if (!charge((length - found.dense.size()) * sizeof(Json))) return false;
    found.dense.resize(length);
    for (auto& [index, element] : found.sparse) found.dense[index] = std::move(element);
    put_lossy(out, std::move(found.dense));
    return true;
  }
  if (!charge((found.dense.size() + found.sparse.size()) * 3 * entry_bytes)) return false;
  Entries items;
  uint32_t index = 0;
  for (Json& element : found.dense) items.emplace_back(index++, std::move(element));
  for (auto& [at, element] : found.sparse) items.emplace_back(at, std::move(element));
  Json parts = {{"length", length}};
  parts.emplace("items", pairs(items));
  parts.emplace("extra", pairs(found.extras));
  put(out, "$array", std::move(parts));
  return true;
}

bool JsonOfClone::object(Json& out, size_t depth) {
  Entries entries;
  bool plain_keys = true;
  for (;;) {
    ValueTag tag;
    if (!in_.tag(tag)) return false;
    if (tag == ValueTag::end) break;
    std::string_view text;
    if (tag != ValueTag::string || !in_.block(text)) return false;
    Json key;
    Json member;
    if (!charge(entry_bytes) || !put_text(text, key) || !value(member, depth + 1)) return false;
    plain_keys = plain_keys && key.is_string() && !text.starts_with('$');
    entries.emplace_back(std::move(key), std::move(member));
  }
  if (has_twins(entries)) {
    // The one honest way to get here, in the plain form: keys that differ in lone surrogates alone.
    problem = "An object has two keys that are the same as JSON.";
    return false;
  }
  if (tagged() && !plain_keys) {
    if (!charge(entries.size() * entry_bytes)) return false;
    out = Json::object();
    out.emplace("$object", pairs(entries));
    return true;
  }
  Json::object_t object;
  object.reserve(entries.size());
  // Appended as they are: a look-up by key for each would take a time that grows with the square.
  for (auto& [key, member] : entries) {
    object.emplace_back(std::move(key.get_ref<std::string&>()), std::move(member));
  }
  out = std::move(object);
  return true;
}

bool JsonOfClone::map(Json& out, size_t depth) {
  Entries entries;
  for (;;) {
    ValueTag tag;
    if (!in_.tag(tag)) return false;
    if (tag == ValueTag::end) break;
    Json key;
    Json member;
    if (!charge(entry_bytes) || !value_of(tag, key, depth + 1) || !value(member, depth + 1)) {
      return false;
    }
    entries.emplace_back(std::move(key), std::move(member));
  }
  put(out, "$map", pairs(entries));
  return true;
}

bool JsonOfClone::set(Json& out, size_t depth) {
  Json::array_t members;
  for (;;) {
    ValueTag tag;
    if (!in_.tag(tag)) return false;
    if (tag == ValueTag::end) break;
    Json member;
    if (!value_of(tag, member, depth + 1)) return false;
    members.push_back(std::move(member));
  }
  put(out, "$set", std::move(members));
  return true;
}

bool JsonOfClone::platform(Json& out, size_t depth) {
  std::string_view text;
  Json kind;
  Json plain;
  if (!in_.block(text) || !put_text(text, kind) || !value(plain, depth + 1)) return false;
  if (tagged()) {
    Json::array_t parts;
    parts.push_back(std::move(kind));
    parts.push_back(std::move(plain));
    put(out, "$platform", std::move(parts));
  } else {
    put_lossy(out, std::move(plain));
  }
  return true;
}

}  // namespace skep::control
