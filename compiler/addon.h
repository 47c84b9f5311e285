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

// Which of swc's two ways a source goes.
enum class SwcPass {
  // To ES5: a classic script as it is, a module as one call of System.register().
  whole,
  // A module to one call of System.register(), its syntax as modern as it came.
  module_form,
  // What the pass before gave, to ES5, as a classic script; `earlier_map` leads on to the source.
  syntax,
};

class SwcAddon {
 public:
  // Loads the addon's raw file. ENOEXEC when it cannot be loaded or is not what we expect; the
  // loader's own words go to stderr.
  static Result<SwcAddon> load(const std::string& path);

  // `source` must be valid UTF-8: the addon aborts the process otherwise. May abort, overflow or
  // run long on hostile source, so call it only where that is harmless.
  SwcOutput transform(std::string_view source, SourceLanguage language,
                      SwcPass pass = SwcPass::whole, std::string_view earlier_map = {}) const;

 private:
  explicit SwcAddon(void* transform_sync) : transform_sync_(transform_sync) {}
  void* transform_sync_;  // a HostValue, which is never freed
};

}  // namespace skep
