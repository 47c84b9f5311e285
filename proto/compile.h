// What the supervisor and the sealed compiler (skep-compile) agree on.
//
//   supervisor ── CompileRequest + {source, output} ──► compile zygote ── fork ──► one sealed child
//   supervisor ◄───────────── frame written to `output`, then end of file ──────────────┘
//   supervisor ◄── CompileEnded (how the child ended) ── compile zygote
//
// The child has seen hostile source, so the supervisor trusts nothing of the frame: it bounds its
// size, checks its lengths, and passes the contents on to the worker as opaque bytes. A worker
// believes the compiled form, and whoever made a wrong one could run native code there: that is
// whoever wrote the very script which the worker runs, and no layer of the sandbox relies on the
// engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace skep {

// What a source is written in, and whether it is read as a classic script or as a module: the same
// bytes may be valid as one and mean something else, or nothing, as the other.
enum class SourceLanguage : uint8_t {
  javascript = 0,
  typescript = 1,
  javascript_module = 2,
  typescript_module = 3,
};

inline constexpr bool is_module(SourceLanguage language) {
  return language >= SourceLanguage::javascript_module;
}
inline constexpr bool is_typescript(SourceLanguage language) {
  return language == SourceLanguage::typescript || language == SourceLanguage::typescript_module;
}

// One packet on the compile zygote's socket (its descriptor 3), with two descriptors:
// fds[0] a sealed memfd that holds the source, fds[1] the writing end of a pipe for the frame.
struct CompileRequest {
  uint64_t id = 0;
  SourceLanguage language = SourceLanguage::javascript;
  uint8_t reserved[7] = {};
};

// One packet from the compile zygote: a child was reaped. `wait_status` as from waitpid(2).
// The packet with id 0 is sent once, when the compiler is warm and takes requests.
struct CompileEnded {
  uint64_t id = 0;
  int32_t wait_status = 0;
  uint32_t reserved = 0;
};

enum class CompileStatus : uint8_t {
  unchanged = 0,     // Duktape takes the source as it is; `code` and `line_table` are empty
  lowered = 1,       // `code` runs on Duktape; `line_table` leads back to the source
  syntax_error = 2,  // `message`, `line`, `column` and `frame` say what and where
  unsupported = 3,   // valid JavaScript that the engine cannot run: same fields
};

// Where the text of a function stands in the code, in bytes; for Function.prototype.toString.
struct FunctionPlace {
  uint32_t start = 0;
  uint32_t length : 31 = 0;
  uint32_t method : 1 = 0;
};
static_assert(sizeof(FunctionPlace) == 8);

// Everything the compiler can say of one source. Lines and columns count from 1, 0 = not known.
struct CompileResult {
  CompileStatus status = CompileStatus::unchanged;
  std::string code;
  std::string line_table;  // see line_table.h
  // unchanged and lowered: what the engine made of the code, for an engine of the same build.
  std::string compiled;
  std::string functions;  // FunctionPlace of each function in it, inner ones first
  std::string message;    // a sentence, without position: "Unexpected token `}`"
  uint32_t line = 0;
  uint32_t column = 0;
  std::string frame;  // the lines around it with a caret, for a terminal; may be empty
};

// Names the version of everything that shapes the output, the engine's build among it, for cache
// keys: change it whenever the same source could give another result.
std::string_view compiler_version();

std::string encode_compile_result(const CompileResult& result);

// EBADMSG unless `frame` is exactly one well-formed result.
Result<CompileResult> decode_compile_result(std::span<const std::byte> frame);

}  // namespace skep
