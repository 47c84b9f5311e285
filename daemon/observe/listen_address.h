// Where the metrics listener may listen: a Unix socket, or a port of this machine alone.
//
// Metrics are not for the network: a reverse proxy with its own access rules can take them there.
// So an address that is not loopback is a mistake of the configuration, and said so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/fd.h"

namespace skep {

struct UnixAddress {
  std::string path;  // absolute
};
struct LoopbackAddress {
  bool version_6 = false;
  uint32_t address_4 = 0;  // in host order; 127.0.0.0/8
  uint16_t port = 0;       // 0: the kernel chooses
};
using ListenAddress = std::variant<UnixAddress, LoopbackAddress>;

// "unix:/run/skep/metrics.sock", "127.0.0.1:9464", "[::1]:9464". Otherwise false, and `problem` is
// a sentence.
[[nodiscard]] bool parse_listen_address(std::string_view text, ListenAddress& address,
                                        std::string& problem);

// A listening socket, non-blocking and close-on-exec. A Unix socket that nobody listens on any more
// is replaced; any other file in its place is an error (EADDRINUSE, EEXIST). It is open to the
// owner and the group.
Result<Fd> listen_on(const ListenAddress& address);

}  // namespace skep
