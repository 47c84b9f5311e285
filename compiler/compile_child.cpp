#include "compiler/compile_child.h"

#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/compile_filter.h"
#include "compiler/lowering.h"
#include "confine/capabilities.h"
#include "confine/descriptors.h"
#include "confine/process_flags.h"
#include "confine/process_limits.h"
#include "proto/limits.h"

namespace skep {
namespace {

// 20,000 nested parentheses overflow 8 MB; the parser recurses.
constexpr uint64_t stack_bytes = 64u << 20;
constexpr uint64_t cpu_seconds = 10;
constexpr uint64_t private_bytes = 3ull << 30;

Result<std::string_view> map_source(const Fd& source) {
  struct stat about;
  if (::fstat(source.get(), &about) != 0) return last_error();
  if (about.st_size < 0 || static_cast<uint64_t>(about.st_size) > max_script_bytes) {
    return errno_error(EFBIG);
  }
  const auto size = static_cast<size_t>(about.st_size);
  if (size == 0) return std::string_view();
  void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, source.get(), 0);
  if (bytes == MAP_FAILED) return last_error();
  return std::string_view(static_cast<const char*>(bytes), size);
}

// The order matters: limits before the flags that need no descriptor, the filter last of all.
Result<> lock_down(const CompileTools& tools, const Fd& output) {
  TRY_VOID(set_no_new_privs());
  if (tools.landlock.ruleset) TRY_VOID(enter_landlock(tools.landlock));
  const int kept[] = {output.get()};
  TRY_VOID(keep_only(kept, true));
  ProcessLimits limits;
  limits.stack_bytes = stack_bytes;
  limits.cpu_seconds = cpu_seconds;
  limits.address_bytes = tools.address_bytes;
  limits.private_bytes = private_bytes;
  TRY_VOID(apply_limits(limits));
  TRY_VOID(drop_capabilities());
  TRY_VOID(make_undumpable());
  TRY_VOID(die_with_parent());
  if (tools.forbid_executable_memory) TRY_VOID(forbid_executable_memory());
  TRY_VOID(restrict_speculation());
  return tools.filter.install();
}

bool write_whole(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(frame_descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

}  // namespace

void run_compile_child(const CompileTools& tools, SourceLanguage language, Fd source, Fd output) {
  const Result<std::string_view> text = map_source(source);
  if (!text || !lock_down(tools, output)) ::_exit(1);
  const CompileResult result = lower_source(*text, language, tools.swc, tools.heap);
  ::_exit(write_whole(encode_compile_result(result)) ? 0 : 2);
}

}  // namespace skep
