// What a worker that has been taken over can do to the memory that it shares with the supervisor.
#pragma once

#include <string_view>

#include "ipc/segment.h"

namespace skep::hostile {

enum class RingMisdeed {
  unknown,  // there is none of that name
  done,     // the worker can go on
  lied,     // it has said what is not so, and must write no more: that would take the lie back
};

// Does what the name says. `doorbell` is the worker's.
RingMisdeed do_ring_misdeed(const Segment& segment, int doorbell, std::string_view name);

}  // namespace skep::hostile
