#include "proto/exit_status.h"

namespace skep {

ExitStatus exit_status(EndReason reason) {
  switch (reason) {
    case EndReason::closed:
    case EndReason::finished: return ExitStatus::done;
    case EndReason::script_error: return ExitStatus::script_error;
    case EndReason::load_error: return ExitStatus::load_error;
    case EndReason::out_of_memory:
    case EndReason::cpu_limit:
    case EndReason::task_limit:
    case EndReason::wall_limit:
    case EndReason::unresponsive:
    case EndReason::quota: return ExitStatus::limit;
    case EndReason::protocol_violation:
    case EndReason::crashed:
    case EndReason::seccomp:
    case EndReason::start_failed: return ExitStatus::broken;
    case EndReason::terminated:
    case EndReason::parent_gone: return ExitStatus::terminated;
  }
  return ExitStatus::broken;
}

}  // namespace skep
