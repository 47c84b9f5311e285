// Decides whether a source that Duktape takes also means there what it means in a browser.
#pragma once

#include <string_view>

namespace skep {

// True only for what is certainly plain ES5. Duktape takes `const` without its scope, hoists a
// function out of its block, and reads `let` and its like as ordinary names; a source with any
// sign of those is lowered instead, and so is one that we cannot read with certainty.
bool is_plain_es5(std::string_view source);

}  // namespace skep
