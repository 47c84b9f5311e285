// From the bytes of a clone to JSON: one look over all tokens, then one walk.
//
// The walk recurses, at most max_value_nesting deep. Everything it makes is charged before it is
// made, so a clone that refers to its own parts again and again (each is written out again in the
// plain form) is refused when it grows too large.
#pragma once

#include <utility>
#include <vector>

#include "proto/clone_bytes.h"
#include "proto/clone_json.h"

namespace skep::control {

class JsonOfClone {
 public:
  JsonOfClone(std::span<const std::byte> clone, ValueForm form);

  // False: `problem` says why.
  bool run(JsonValue& value);
  std::string problem;

 private:
  using Entries = std::vector<std::pair<Json, Json>>;
  struct Elements;

  bool tagged() const { return form_ == ValueForm::tagged; }
  bool malformed();
  bool charge(size_t bytes);
  void put_lossy(Json& out, Json value);
  // {key: value}, or in the plain form just the value, which is then not the whole truth.
  void put(Json& out, std::string_view key, Json value);

  bool value(Json& out, size_t depth);
  bool value_of(ValueTag tag, Json& out, size_t depth);
  bool object_of(ValueTag tag, Json& out, size_t depth);
  bool reference(Json& out, size_t depth);
  bool again(uint32_t number, Json& out, size_t depth);
  void put_number(double number, Json& out);
  bool put_text(std::string_view text, Json& out);
  bool put_buffer(std::string_view bytes, Json& out);
  bool date(Json& out);
  bool regexp(Json& out);
  bool view(Json& out, size_t depth);
  bool viewed(std::string_view& bytes, Json& buffer, size_t depth);
  bool buffer_at(uint32_t number, std::string_view& bytes);
  bool error(Json& out, size_t depth);
  bool array(Json& out, size_t depth);
  bool elements(Elements& found, size_t depth);
  bool array_extras(Elements& found, size_t depth);
  bool object(Json& out, size_t depth);
  bool map(Json& out, size_t depth);
  bool set(Json& out, size_t depth);
  bool platform(Json& out, size_t depth);

  std::span<const std::byte> clone_;
  std::string plain_;  // the same without bulk parts, if it had any
  ValueForm form_;
  size_t most_;  // that may be charged
  CloneIndex index_;
  CloneReader in_;
  uint32_t next_ = 0;       // number of the object that begins next
  std::vector<bool> open_;  // by number: we are inside of it
  std::vector<bool> told_;  // by number, of transferred buffers: its bytes are written already
  size_t bytes_ = 0;        // charged
  bool lossy_ = false;
};

}  // namespace skep::control
