// A file system with nothing in it.
#pragma once

#include "base/result.h"

namespace skep {

// Makes "/" an empty, read-only, one-inode tmpfs; the machine's file system, /proc included, is
// gone from this process and all that it forks. Needs a user and a mount namespace of its own
// (Namespaces::user, ::mount) and the capabilities in them. Whatever the process still wants to
// open must be open. On failure the old root may still be there: the layer does not exist.
Result<> enter_empty_root();

}  // namespace skep
