// StructuredSerializeWithTransfer and StructuredDeserialize.
// https://html.spec.whatwg.org/multipage/structured-data.html
//
// The format is proto/value_tags.h. Neither direction recurses: objects under way are frames of a
// vector, so depth is bounded by memory and by the engine's value stack, and ends in an exception.
//
// Both classes own memory, and a Duktape error passes over destructors: make them outside of
// protect(), call run() inside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include <duktape.h>

#include "proto/bulk_head.h"
#include "proto/ids.h"
#include "proto/value_tags.h"
#include "sandbox/bulk_block.h"
#include "sandbox/object_numbers.h"

namespace skep {

class StructuredSerializer {
 public:
  // Serializes the value at `value`, transferring what the array at `transfer` lists (or
  // undefined). Throws what HTML says; then no ArrayBuffer was detached. Getters run: the script
  // may do anything meanwhile, other serializations included. Pushes a value, returns 1: as long as
  // it is alive and no script runs, parts() and bytes() may be used.
  duk_ret_t run(duk_context* ctx, duk_idx_t value, duk_idx_t transfer);

  // The clone, in pieces of which some are the engine's own memory: one behind the other.
  using Part = std::span<const std::byte>;
  std::span<const Part> parts();
  // How many bytes they are together.
  size_t size();
  // The same as one piece; as a plain buffer, pushed.
  std::string bytes();
  void push_bytes(duk_context* ctx);

 private:
  enum class Kind : uint8_t { object, elements, array_properties, map, set };
  struct Frame {
    Kind kind;
    uint32_t next = 0;   // elements: the next index; map and set: the next entry
    uint32_t count = 0;  // elements: the array's length; map and set: of the list
    bool plain = false;  // elements: when it began, the array had no properties besides
  };
  // Deeper than this a value is refused: both sides need memory for each level until the last.
  static constexpr size_t most_frames = 50'000;

  [[noreturn]] static void refuse(duk_context* ctx, const char* message);
  void put(ValueTag tag) { out_.push_back(static_cast<char>(tag)); }
  void put_byte(uint8_t byte) { out_.push_back(static_cast<char>(byte)); }
  void put_varint(uint64_t number);
  void put_double(double number);
  void put_text(std::string_view text);
  void put_string(std::string_view text);
  bool put_bulk(ValueTag tag, std::string_view bytes);
  void put_array_buffer(duk_context* ctx);
  void note_user_code();
  void put_number(double number);

  void begin_transfer(duk_context* ctx);
  void finish_transfer(duk_context* ctx);
  void transfer_platform(duk_context* ctx);
  bool visit(duk_context* ctx);
  bool visit_object(duk_context* ctx);
  bool visit_platform(duk_context* ctx);
  bool visit_error(duk_context* ctx);
  bool visit_view(duk_context* ctx, uint8_t view_kind);
  void write_regexp(duk_context* ctx);
  void begin(duk_context* ctx, Kind kind, uint32_t count = 0);
  bool step(duk_context* ctx);
  bool step_properties(duk_context* ctx, const Frame& frame);
  bool step_elements(duk_context* ctx, Frame& frame);
  void visit_all(duk_context* ctx);
  void remember(duk_context* ctx);

  std::string out_;
  std::vector<Part> bulk_;
  std::deque<std::string> copied_;  // what bulk_ refers to, once user code may have run
  std::string head_;
  std::vector<Part> parts_;
  std::vector<Frame> frames_;
  ObjectNumbers seen_;
  duk_idx_t transfer_ = 0;    // of the list on the stack
  duk_idx_t keep_alive_ = 0;  // of an array of every object seen: a number must not be used twice
  uint32_t transferred_ = 0;
  bool user_code_ = false;  // some may have run: what was seen of an object may not hold any more
  bool copies_ = false;     // nothing is referred to from here on: it may change or go too early
};

class StructuredDeserializer {
 public:
  // `bytes` must outlive the object. They are not trusted: at worst they make no sense. Bulk parts
  // stand there too, or have arrived as blocks, which the engine may take.
  explicit StructuredDeserializer(std::span<const std::byte> bytes,
                                  std::span<BulkBlock> blocks = {})
      : rest_(bytes), all_(bytes), blocks_(blocks) {}

  // Pushes the value; returns 1. Throws a DataCloneError on bytes that are no structured clone.
  // Runs no user code.
  duk_ret_t run(duk_context* ctx);

 private:
  enum class Kind : uint8_t { object, elements, array_properties, map, set, error_cause, platform };
  struct Frame {
    Kind kind;
    bool has_key = false;  // object, map: the key is on the stack above the container
    uint32_t number = 0;   // of the object
    uint32_t next = 0;     // elements: the next index
    uint32_t length = 0;   // elements: of the array
  };

  [[noreturn]] void fail(duk_context* ctx);
  uint8_t take_byte(duk_context* ctx);
  uint64_t take_varint(duk_context* ctx, uint64_t most);
  uint32_t take_length(duk_context* ctx);
  double take_double(duk_context* ctx);
  std::string_view take_text(duk_context* ctx);

  void read_head(duk_context* ctx);
  uint32_t take_bulk(duk_context* ctx, std::span<const std::byte>& bytes);
  void read_bulk_text(duk_context* ctx);
  void read_bulk_buffer(duk_context* ctx);
  void read_transferred(duk_context* ctx);
  void read_transferred_platform(duk_context* ctx);
  void read_all(duk_context* ctx);
  bool read_value(duk_context* ctx, ValueTag tag);
  void read_array_buffer(duk_context* ctx);
  void read_view(duk_context* ctx);
  void read_array(duk_context* ctx);
  bool read_error(duk_context* ctx);
  void read_regexp(duk_context* ctx);
  void read_platform(duk_context* ctx);
  void read_boxed(duk_context* ctx, ValueTag tag);
  bool read_leaf(duk_context* ctx);
  void open(duk_context* ctx, Kind kind, uint32_t number);
  uint32_t new_number() { return next_number_++; }
  void register_top(duk_context* ctx, uint32_t number);
  bool step(duk_context* ctx);
  bool add(duk_context* ctx);
  bool finish(duk_context* ctx);

  std::span<const std::byte> rest_;
  std::span<const std::byte> all_;  // rest_ and what was before it, up to the byte before the body
  BulkHead head_;
  std::vector<std::span<const std::byte>> bulk_;  // a null one was used
  std::span<BulkBlock> blocks_;
  std::vector<Frame> frames_;
  duk_idx_t made_ = 0;  // an array of all objects by number
  uint32_t next_number_ = 0;
};

// Sends the value below the top to a worker's port, transferring what the array at the top lists
// (or undefined); throws what HTML says, and then sends nothing. Returns 0.
// https://html.spec.whatwg.org/multipage/web-messaging.html#message-port-post-message-steps
duk_ret_t post_message(duk_context* ctx, PortHandle handle);

// Keeps the built-ins that both need, before a script can replace any. After the language library.
void capture_clone_builtins(duk_context* ctx);

}  // namespace skep
