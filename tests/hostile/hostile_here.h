// A supervisor in the test's own process whose workers have all been taken over.
//
// The supervisor takes the cell that lies beside its own program: so the program goes on as a copy
// of itself with the hostile cell beside it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include <doctest/doctest.h>

#include "tests/process/supervisor_here.h"

namespace skep::hostile {

// Puts this program and a hostile cell into a directory of their own, and goes on there.
inline void move_beside_hostile_cell() {
  namespace fs = std::filesystem;
  const fs::path self = fs::read_symlink("/proc/self/exe");
  if (self.parent_path().filename().string().starts_with("hostile.")) return;
  const fs::path from = self.parent_path();
  std::string pattern = (from / "hostile.XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  const fs::path place = pattern;
  fs::create_hard_link(self, place / self.filename());
  fs::create_hard_link(from / "hostile-cell", place / "skep-cell");
  for (const char* name : {"skep-compile", "swc.node"}) {
    if (fs::exists(from / name)) fs::create_hard_link(from / name, place / name);
  }
  const std::string program = (place / self.filename()).string();
  const int status = std::system(program.c_str());
  fs::remove_all(place);
  std::exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

// The script of a worker that does this.
inline std::string misdeed(const std::string& text) {
  return "globalThis.x = \"misdeed: " + text + ";\"";
}

// What becomes of a worker that does this: "survived", or the reason of its end and the sentence
// about it.
inline std::string outcome_of(const std::string& text, RootRequest request = {}) {
  harness::SupervisorHere here;
  request.keep_alive = true;
  here.spawn({{"main.js", misdeed(text)}}, request);
  here.until([&] { return here.has("console survived") || here.has("exit protocol-violation"); },
             "the outcome of: " + text);
  // What it printed before it was killed is told, and then its end.
  here.end();
  return here.has("exit protocol-violation") ? here.ends.back() : "survived";
}

}  // namespace skep::hostile
