// What skepd's command line asks for.
#pragma once

#include <string>

namespace skep {

struct DaemonOptions {
  bool only_one_client = false;
  int control_fd = -1;
  std::string config;
  bool check_config = false;
  bool describe = false;
  std::string socket;
  std::string cache_directory;
  std::string metrics_listen;
  std::string log_level;
  bool exec_per_worker = false;
};

// Exits the process for --help, --version and mistakes.
DaemonOptions parse_options(int argc, char** argv);

// Where a daemon listens when nothing says so: /run/skep/control.sock for root, else
// $XDG_RUNTIME_DIR/skep/control.sock; the command looks at the same places. Empty when there is no
// such directory to be had.
std::string default_socket();

}  // namespace skep
