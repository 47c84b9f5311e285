// Reads what swc prints for a module: one call of System.register().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skep {

// All texts are parts of the output. A "literal" is a string literal, or a word that stands for
// one; "" is none.
struct SystemRegister {
  struct Request {
    std::string_view specifier;  // a string literal
    uint32_t line = 0;
    std::vector<std::string_view> attributes;  // literals: key, value, key, value …
  };
  // `local = ns.name` or, without a name, `local = ns`.
  struct Import {
    size_t request = 0;
    std::string_view local;
    std::string_view name;
    std::string_view parameter;  // a name that means nothing else where the assignment stands
  };
  struct Reexport {
    std::string_view exported;
    size_t request = 0;
    std::string_view name;
  };
  // `local = ns._` of a helper function's module.
  struct Helper {
    std::string_view local;
    std::string_view name;
  };

  std::vector<Request> requests;  // helpers are not among them
  std::vector<Import> imports;
  std::vector<std::string_view> exports;
  std::vector<Reexport> reexports;
  std::vector<size_t> stars;
  std::vector<Helper> helpers;
  // Where things stand in the output: the function with the body, its `return`, the setters' array
  // from bracket to bracket, and the end of the function.
  size_t function_start = 0;
  size_t return_start = 0;
  size_t setters_start = 0;
  size_t setters_end = 0;
  size_t function_end = 0;
};

// False if the output is not such a call in one of the shapes that swc prints.
bool read_system_register(std::string_view output, SystemRegister& found);

}  // namespace skep
