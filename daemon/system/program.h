// Starts one of our own programs with a packet socket as its descriptor 3.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

#include "base/fd.h"

namespace skep {

// A trusted child process of the supervisor. Dropping it closes our end of the socket, on which the
// child ends by itself; it does not wait.
struct Program {
  pid_t pid = -1;
  Fd pidfd;
  Fd socket;  // non-blocking, SOCK_SEQPACKET
};

// `name` is found by base/programs.h. The environment is emptied but for TZ and what sanitizers
// read: a zygote inherits none of the supervisor's secrets.
Result<Program> start_program(const std::string& name, const std::vector<std::string>& arguments);

}  // namespace skep
