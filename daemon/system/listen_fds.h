// Sockets that the service manager holds for us and hands over at start (socket activation).
#pragma once

#include <string>
#include <vector>

#include "base/fd.h"

namespace skep {

struct InheritedSocket {
  std::string name;  // FileDescriptorName= of the socket unit: "control", "metrics"
  Fd socket;         // listening, of a stream, non-blocking, close-on-exec
};

// What was handed over to this process, each once; empty when nothing was. The environment forgets
// it. EBADMSG when something else than listening stream sockets came: a unit file is wrong then,
// and it is closed.
//
// To be called before any other program is started, so that none inherits a socket.
Result<std::vector<InheritedSocket>> take_inherited_sockets();

}  // namespace skep
