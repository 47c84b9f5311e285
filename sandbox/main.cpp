// skep-cell: the program that workers run in. Started by skepd with its socket as descriptor 3.

#include <exception>
#include <sys/socket.h>

#include "base/log.h"
#include "proto/cell.h"
#include "sandbox/zygote.h"

namespace {

bool is_packet_socket(int number) {
  int type = 0;
  socklen_t size = sizeof type;
  return ::getsockopt(number, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

}  // namespace

int main() {
  constexpr int supervisor = 3;
  constexpr int usage_error = 64;
  skep::log::open("skep-cell", skep::log::Level::notice);
  if (!is_packet_socket(supervisor)) {
    skep::log::error("this program is started by skepd, with a socket as descriptor 3");
    return usage_error;
  }
  try {
    skep::run_zygote(skep::Fd(supervisor));
  } catch (const std::exception& error) {
    skep::log::error("the zygote cannot start: {}", error.what());
    return static_cast<int>(skep::CellExit::lockdown_failed);
  }
}
