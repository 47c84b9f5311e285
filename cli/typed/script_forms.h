// Ways to read what somebody typed, best first: as an expression whose value is wanted, as
// statements that end with one, as statements, and the same inside an async function where await is
// allowed. A worker tries them in turn (cli/typed/evaluation.js) and takes the first that compiles.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skep::cli {

struct ScriptForm {
  // One line of ours, then the text from its beginning, so that line N of the text is line N + 1
  // here and columns are the text's wherever nothing stands before the value.
  std::string code;
  // When no form compiles, this one's error is the one to tell: it holds the text as it is.
  bool plain = false;
};

std::vector<ScriptForm> script_forms(std::string_view text);

}  // namespace skep::cli
