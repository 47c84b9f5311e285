// Facilities of the kernel, taken away from a program that a test starts: by a filter over its
// system calls and those of all that it starts, which answers as a kernel does that never had them.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "base/fd.h"

namespace skep::harness {

struct Facility {
  std::string name;
  std::function<int()> take_away;  // for StartOptions::preparations
};

// No user namespaces for anybody, as in containers.
Facility no_user_namespaces();
// unshare() refuses one kind of namespace, pivot_root() refuses.
Facility no_namespace(int kind, const std::string& name);
Facility no_pivot_root();
Facility no_landlock();
Facility no_mdwe();
Facility no_clone3();
Facility no_seccomp();
// Whether this machine lets a test take it away.
bool can_be_taken_away(const Facility& facility);

// A kernel that has an older version of Landlock: it says so when it is asked. Somebody has to
// answer in its place, for as long as the program runs.
class OlderLandlock {
 public:
  explicit OlderLandlock(int version);
  ~OlderLandlock();

  Facility facility() const;

 private:
  void answer();

  int version_;
  Fd here_;
  Fd there_;
  std::thread answering_;
};

}  // namespace skep::harness
