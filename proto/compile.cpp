#include "proto/compile.h"

#include <cstring>

namespace skep {
namespace {

// The frame: this header, then code, line table, message and frame text, back to back. Both ends
// run on one machine from one installation, so numbers are in the machine's own byte order.
struct FrameHeader {
  uint32_t magic;
  CompileStatus status;
  uint8_t reserved[3];
  uint32_t line;
  uint32_t column;
  uint32_t lengths[4];
};
static_assert(sizeof(FrameHeader) == 32);

constexpr uint32_t frame_magic = 0x314b4353;  // "SCK1"

}  // namespace

std::string_view compiler_version() {
  return "skep lowering 23, swc 1.16.22";
}

std::string encode_compile_result(const CompileResult& result) {
  const std::string* const parts[] = {&result.code, &result.line_table, &result.message,
                                      &result.frame};
  FrameHeader header = {frame_magic, result.status, {}, result.line, result.column, {}};
  size_t total = sizeof header;
  for (size_t i = 0; i < 4; ++i) {
    header.lengths[i] = static_cast<uint32_t>(parts[i]->size());
    total += parts[i]->size();
  }
  std::string frame;
  frame.reserve(total);
  frame.append(reinterpret_cast<const char*>(&header), sizeof header);
  for (const std::string* part : parts) frame.append(*part);
  return frame;
}

Result<CompileResult> decode_compile_result(std::span<const std::byte> frame) {
  FrameHeader header;
  if (frame.size() < sizeof header) return bad_message();
  std::memcpy(&header, frame.data(), sizeof header);
  uint64_t total = sizeof header;
  for (const uint32_t length : header.lengths) total += length;
  if (header.magic != frame_magic || total != frame.size() ||
      header.status > CompileStatus::unsupported) {
    return bad_message();
  }
  const bool positive = header.status <= CompileStatus::lowered;
  const bool has_code = header.lengths[0] != 0 || header.lengths[1] != 0;
  const bool has_complaint = header.lengths[2] != 0 || header.lengths[3] != 0;
  if ((has_code && header.status != CompileStatus::lowered) || (has_complaint && positive)) {
    return bad_message();
  }

  CompileResult result;
  result.status = header.status;
  result.line = header.line;
  result.column = header.column;
  std::string* const parts[] = {&result.code, &result.line_table, &result.message, &result.frame};
  const char* next = reinterpret_cast<const char*>(frame.data()) + sizeof header;
  for (size_t i = 0; i < 4; ++i) {
    parts[i]->assign(next, header.lengths[i]);
    next += header.lengths[i];
  }
  return result;
}

}  // namespace skep
