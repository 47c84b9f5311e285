// The supervisor takes the cell that lies beside its own program. A test with a supervisor in its
// own process goes on as a copy of itself that has the hostile cell beside it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include <doctest/doctest.h>

namespace skep::hostile {

// Puts this program and a hostile cell into a directory of their own, and goes on there.
inline void move_beside_hostile_cell() {
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  if (self.parent_path().filename().string().starts_with("hostile.")) return;
  const std::filesystem::path from = self.parent_path();
  std::string pattern = (from / "hostile.XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  const std::filesystem::path place = pattern;
  std::filesystem::create_hard_link(self, place / self.filename());
  std::filesystem::create_hard_link(from / "hostile-cell", place / "skep-cell");
  for (const char* name : {"skep-compile", "swc.node"}) {
    if (std::filesystem::exists(from / name))
      std::filesystem::create_hard_link(from / name, place / name);
  }
  const std::string program = (place / self.filename()).string();
  const int status = std::system(program.c_str());
  std::filesystem::remove_all(place);
  std::exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

}  // namespace skep::hostile
