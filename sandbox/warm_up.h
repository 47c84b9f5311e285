// What a process must have done before it can be sealed: everything that the C library and the
// kernel do lazily, and that would need a system call or a file then.
#pragma once

namespace skep {

// Removes every environment variable. TZ stays, or names the machine's own zone: while it is set
// the C library does not look at the zone's file again for each local time.
void strip_environment();

// Loads the time zone and resolves the clocks. While the machine's files are there.
void load_clocks();

// Gives the C library's free memory back to the kernel, a little apart that it can hand out without
// asking the kernel. Last before the first fork.
void settle_c_heap();

}  // namespace skep
