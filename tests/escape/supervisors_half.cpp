// The supervisor's half of the segment can be read and not written.
#include "confine/sanitizer_allowances.h"
#include "escape.h"

namespace skep::escape {

#ifndef SKEP_SANITIZER_BUILD
ESCAPE(scribble_on_the_supervisors_half, "a worker cannot write the supervisor's half", first_line,
       killed_by(SIGSEGV)) {
  *const_cast<volatile std::byte*>(inside.down_data) = std::byte{1};
}
#endif

}  // namespace skep::escape
