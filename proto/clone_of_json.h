// From JSON to the bytes of a clone. It recurses, at most max_value_nesting deep, and takes time
// and memory in proportion to the JSON.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "proto/clone_bytes.h"
#include "proto/clone_json.h"

namespace skep::control {

class CloneOfJson {
 public:
  explicit CloneOfJson(ValueForm form) : form_(form) {}

  // False: `problem` says why.
  bool run(const Json& value, std::string& clone);
  std::string problem;

 private:
  // How one key like $map is read. False without a problem: the content is not what `expected`
  // says.
  struct Form {
    std::string_view key;
    std::string_view expected;
    bool (CloneOfJson::*read)(const Json& content, size_t depth);
  };
  static const std::vector<Form>& forms();

  bool value(const Json& json, size_t depth);
  bool special(const std::string& key, const Json& content, size_t depth);
  bool with_id(const Json& json, size_t depth);
  uint32_t begin(ValueTag tag);
  bool text_of(const Json& json, std::string& text);
  bool put_text(const Json& json);
  bool put_key(std::string_view key);
  bool put_members(const Json& object, size_t depth);
  bool put_entries(const Json& entries, size_t depth);
  bool put_plain_array(const Json& array, size_t depth);

  bool undefined(const Json& content, size_t depth);
  bool number(const Json& content, size_t depth);
  bool bigint(const Json& content, size_t depth);
  bool text(const Json& content, size_t depth);
  bool date(const Json& content, size_t depth);
  bool regexp(const Json& content, size_t depth);
  bool map(const Json& content, size_t depth);
  bool set(const Json& content, size_t depth);
  bool error(const Json& content, size_t depth);
  bool error_parts(const Json& content, uint8_t name, size_t depth);
  bool boxed_boolean(const Json& content, size_t depth);
  bool boxed_number(const Json& content, size_t depth);
  bool boxed_string(const Json& content, size_t depth);
  bool buffer(const Json& content, size_t depth);
  bool view(const Json& content, size_t depth);
  std::optional<uint32_t> view_buffer(const Json& json, size_t depth);
  bool array(const Json& content, size_t depth);
  bool object(const Json& content, size_t depth);
  bool platform(const Json& content, size_t depth);
  bool reference(const Json& content, size_t depth);

  ValueForm form_;
  CloneWriter out_;
  uint32_t next_ = 0;                               // number of the object that begins next
  std::optional<uint64_t> id_;                      // of the object that begins next
  std::unordered_map<uint64_t, uint32_t> numbers_;  // by $id
  std::unordered_map<uint32_t, size_t> buffers_;    // length, by number
  std::vector<bool> unmade_;  // by number: views and platform objects that are not whole yet
};

}  // namespace skep::control
