#include "daemon/system/listen_fds.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>

#include <systemd/sd-daemon.h>

namespace skep {

Result<std::vector<InheritedSocket>> take_inherited_sockets() {
  char** names = nullptr;
  // It makes them close-on-exec.
  const int count = ::sd_listen_fds_with_names(1, &names);
  if (count < 0) return errno_error(-count);
  std::vector<InheritedSocket> sockets;
  for (int i = 0; i < count; ++i) {
    sockets.push_back({names[i], Fd(SD_LISTEN_FDS_START + i)});
    std::free(names[i]);
  }
  std::free(names);
  for (const InheritedSocket& inherited : sockets) {
    const int number = inherited.socket.get();
    if (::sd_is_socket(number, AF_UNSPEC, SOCK_STREAM, 1) <= 0) return bad_message();
    const int flags = ::fcntl(number, F_GETFL);
    if (flags < 0 || ::fcntl(number, F_SETFL, flags | O_NONBLOCK) != 0) return last_error();
  }
  return sockets;
}

}  // namespace skep
