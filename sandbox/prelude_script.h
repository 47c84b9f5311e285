// The prelude: made at build time from prelude/*.js, in the order of prelude/meson.build.
#pragma once

#include <string_view>

namespace skep {

// `function (host, global) { … }`
extern const std::string_view prelude_script;
inline constexpr const char* prelude_script_name = "skep:prelude";

}  // namespace skep
