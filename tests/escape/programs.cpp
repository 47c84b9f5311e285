// The table of hostile programs.
#include <map>

#include "escape.h"

namespace skep::escape {
namespace {

std::map<std::string, Program, std::less<>>& table() {
  static std::map<std::string, Program, std::less<>> programs;
  return programs;
}

}  // namespace

Registered::Registered(const char* name, Program program) {
  table()[name] = program;
}

Program find_program(std::string_view name) {
  const auto found = table().find(name);
  return found == table().end() ? nullptr : found->second;
}

}  // namespace skep::escape
