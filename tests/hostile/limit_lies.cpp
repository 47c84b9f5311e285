// What a worker says of the limits that it refuses things by itself: the supervisor only counts it.
#include "tests/hostile/villain.h"

namespace skep::hostile {

void lie_about_limits(Villain& self, std::string_view name) {
  if (name == "a limit that it does not judge") {
    self.send(UpType::limit_met, inside_port, encode(LimitMet{0, 1}));
  }
  if (name == "a limit that does not exist") {
    self.send(UpType::limit_met, inside_port, encode(LimitMet{200, 1}));
  }
  if (name == "half a limit") self.send(UpType::limit_met, inside_port, "\4");
  if (name == "limits met without end") {
    for (int i = 0; i < 100'000; ++i) {
      self.send(UpType::limit_met, inside_port, encode(LimitMet{4, UINT32_MAX}));
    }
  }
}

}  // namespace skep::hostile
