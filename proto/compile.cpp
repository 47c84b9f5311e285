#include "proto/compile.h"

#include <cstring>
#include <iterator>

namespace skep {

extern const char engine_identity[];  // engine/identity.py

namespace {

// The frame: this header, then the parts, back to back. Both ends run on one machine from one
// installation, so numbers are in the machine's own byte order.
constexpr std::string CompileResult::*parts[] = {
    &CompileResult::code,      &CompileResult::line_table, &CompileResult::compiled,
    &CompileResult::functions, &CompileResult::message,    &CompileResult::frame,
};
constexpr size_t part_count = std::size(parts);

struct FrameHeader {
  uint32_t magic;
  CompileStatus status;
  uint8_t reserved[3];
  uint32_t line;
  uint32_t column;
  uint32_t lengths[part_count];
};
static_assert(sizeof(FrameHeader) == 40);

constexpr uint32_t frame_magic = 0x324b4353;  // "SCK2"

}  // namespace

std::string_view compiler_version() {
  static const std::string version =
      std::string("skep lowering 24, swc 1.16.22, engine ") + engine_identity;
  return version;
}

std::string encode_compile_result(const CompileResult& result) {
  FrameHeader header = {frame_magic, result.status, {}, result.line, result.column, {}};
  size_t total = sizeof header;
  for (size_t i = 0; i < part_count; ++i) {
    header.lengths[i] = static_cast<uint32_t>((result.*parts[i]).size());
    total += header.lengths[i];
  }
  std::string frame;
  frame.reserve(total);
  frame.append(reinterpret_cast<const char*>(&header), sizeof header);
  for (const auto part : parts) frame.append(result.*part);
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

  CompileResult result;
  result.status = header.status;
  result.line = header.line;
  result.column = header.column;
  const char* next = reinterpret_cast<const char*>(frame.data()) + sizeof header;
  for (size_t i = 0; i < part_count; ++i) {
    (result.*parts[i]).assign(next, header.lengths[i]);
    next += header.lengths[i];
  }
  const bool positive = result.status <= CompileStatus::lowered;
  const bool complains = !result.message.empty() || !result.frame.empty();
  const bool has_code = !result.code.empty() || !result.line_table.empty();
  const bool has_form = !result.compiled.empty() || !result.functions.empty();
  if ((has_code && result.status != CompileStatus::lowered) || (has_form && !positive) ||
      (complains && positive) || result.functions.size() % sizeof(FunctionPlace) != 0) {
    return bad_message();
  }
  return result;
}

}  // namespace skep
