#include "proto/clone_bulk.h"

#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "proto/bulk_head.h"
#include "proto/clone_bytes.h"
#include "proto/value_bytes.h"

namespace skep::control {
namespace {

class Rewriter {
 public:
  explicit Rewriter(std::span<const std::byte> clone) : clone_(clone), in_({}) {}

  bool run() {
    if (!head_.read(clone_) || clone_.size() != head_.body_ends() + head_.all_bytes) return false;
    size_t at = head_.body_ends();
    for (const uint32_t size : head_.sizes) {
      parts_.push_back(as_text(clone_.subspan(at, size)));
      at += size;
    }
    // Positions are counted from the byte before the body.
    const auto body = clone_.subspan(head_.body_begins - 1, head_.body_bytes + 1);
    in_ = CloneReader(body);
    in_.seek(1);
    uint64_t transferred;
    uint32_t offset = static_cast<uint32_t>(body.size());
    if (!in_.varint(transferred, body.size())) return false;
    out_.push_back(static_cast<char>(clone_version));
    append(body.subspan(1, in_.position() - 1));
    if (transferred == 0) return tokens(body, in_.position(), body.size());
    const size_t place = out_.size();
    if (!in_.word(offset) || offset < in_.position() || offset > body.size()) return false;
    out_.append(sizeof offset, '\0');
    if (!tokens(body, in_.position(), offset)) return false;
    const auto now = static_cast<uint32_t>(out_.size());
    std::memcpy(out_.data() + place, &now, sizeof now);
    return tokens(body, offset, body.size());
  }

  std::string take() { return std::move(out_); }

 private:
  static std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  void append(std::span<const std::byte> bytes) { out_.append(as_text(bytes)); }

  // What lies between two positions: whole tokens, in any order.
  bool tokens(std::span<const std::byte> body, size_t from, size_t to) {
    CloneReader in(body.first(to));
    in.seek(from);
    while (in.left() != 0) {
      const size_t begin = in.position();
      ValueTag tag;
      if (!in.tag(tag)) return false;
      if (tag == ValueTag::bulk_text || tag == ValueTag::bulk_buffer) {
        if (!put_part(in, tag == ValueTag::bulk_text ? ValueTag::string : ValueTag::array_buffer)) {
          return false;
        }
        continue;
      }
      uint64_t number;
      if (tag == ValueTag::reference ? !in.varint(number, UINT32_MAX) : !skip_fields(in, tag)) {
        return false;
      }
      append(body.subspan(begin, in.position() - begin));
    }
    return true;
  }

  bool put_part(CloneReader& in, ValueTag tag) {
    uint64_t number;
    if (!in.varint(number, max_bulk_parts) || number >= parts_.size()) return false;
    // Once only: what is written stays as long as what was read.
    if (parts_[number].data() == nullptr) return false;
    const std::string_view bytes = std::exchange(parts_[number], {});
    out_.push_back(static_cast<char>(tag));
    char length[most_varint_bytes];
    out_.append(length, write_varint(length, bytes.size()));
    out_.append(bytes);
    return true;
  }

  std::span<const std::byte> clone_;
  BulkHead head_;
  std::vector<std::string_view> parts_;
  CloneReader in_;
  std::string out_;
};

}  // namespace

std::optional<std::string> without_bulk(std::span<const std::byte> clone) {
  Rewriter rewriter(clone);
  if (!rewriter.run()) return std::nullopt;
  return rewriter.take();
}

}  // namespace skep::control
