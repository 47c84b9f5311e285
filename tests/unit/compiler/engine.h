// A bare engine with the language library, to run what the compiler made.
#pragma once

#include <string>
#include <string_view>

namespace skep {

// What the script printed with console.log (a line each, arguments joined by spaces), then, when it
// or a job threw, "threw: …". Promise jobs are run until none is left.
std::string run_lowered(std::string_view code);

// The same from its compiled form, and how many functions were loaded for it.
struct FormRun {
  std::string printed;
  size_t functions = 0;
};
FormRun run_compiled_form(std::string_view form);

// Bytes that a heap holds with the library loaded, and without.
struct LibraryCost {
  size_t bare_bytes;
  size_t loaded_bytes;
};
LibraryCost measure_library();

}  // namespace skep
