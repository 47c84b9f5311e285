// swc's addon, loaded without Node: one call that lowers one source.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "proto/compile.h"

namespace skep {

// What swc made of a source: either code with its version 3 source map, or the text of an error.
struct SwcOutput {
  bool ok = false;
  std::string code;
  std::string source_map;
  std::string error_text;
};

class SwcAddon {
 public:
  // Loads the addon's raw file. ENOEXEC when it cannot be loaded or is not what we expect; the
  // loader's own words go to stderr.
  static Result<SwcAddon> load(const std::string& path);

  // `source` must be valid UTF-8: the addon aborts the process otherwise. May abort, overflow or
  // run long on hostile source, so call it only where that is harmless.
  SwcOutput transform(std::string_view source, SourceLanguage language) const;

 private:
  explicit SwcAddon(void* transform_sync) : transform_sync_(transform_sync) {}
  void* transform_sync_;  // a HostValue, which is never freed
};

}  // namespace skep
