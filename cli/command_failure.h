// Why a command gives up: one sentence for the user and the status to end with.
//
// Thrown by whatever a command needs and cannot have (the daemon, the worker, its output), caught
// once in main. A command is one question: there is nothing to go on with.
#pragma once

#include <stdexcept>
#include <string>

#include "proto/exit_status.h"

namespace skep::cli {

class CommandFailure : public std::runtime_error {
 public:
  // An empty sentence says nothing: the status tells enough.
  CommandFailure(ExitStatus status, const std::string& sentence)
      : std::runtime_error(sentence), status_(status) {}

  ExitStatus status() const { return status_; }

 private:
  ExitStatus status_;
};

}  // namespace skep::cli
