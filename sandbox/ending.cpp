#include "sandbox/ending.h"

#include <unistd.h>

namespace skep {

void end_worker(CellExit status) {
  ::_exit(static_cast<int>(status));
}

}  // namespace skep
