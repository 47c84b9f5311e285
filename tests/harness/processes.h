// Which processes exist below one, which segments they hold, and how to end them for certain.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace skep::harness {

struct ProcessInfo {
  pid_t pid = 0;
  pid_t parent = 0;
  std::string name;  // the program's, as the kernel cuts it to 15 bytes
  char state = '?';  // 'Z': ended, not yet reaped
};

// All living descendants of `pid`, parents before children.
std::vector<ProcessInfo> descendants(pid_t pid);

// One line for each, for messages.
std::string describe(const std::vector<ProcessInfo>& processes);

// Makes orphans below this process its own children, so that they cannot hide. Done once by
// whatever starts a process here.
void become_subreaper();

// Shared segments that a process has mapped or open: one inode counts once.
size_t open_segments(pid_t pid);

// Waits until every descendant of this process is gone, reaping orphans. Throws a Failure that
// names those that stay, and kills them.
void expect_no_processes_left();

// SIGKILL and reap. A pid of 0 or below is nobody.
void kill_and_reap(pid_t pid);

}  // namespace skep::harness
