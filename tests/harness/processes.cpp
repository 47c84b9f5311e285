#include "tests/harness/processes.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <fstream>
#include <poll.h>
#include <set>
#include <sstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <climits>

#include "tests/harness/failure.h"
#include "tests/harness/patience.h"

namespace skep::harness {
namespace {

bool read_process(pid_t pid, ProcessInfo& info) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(in, line)) return false;
  // "PID (NAME) STATE PARENT …": the name may hold anything, also parentheses.
  const size_t open = line.find('(');
  const size_t close = line.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return false;
  info.pid = pid;
  info.name = line.substr(open + 1, close - open - 1);
  std::istringstream rest(line.substr(close + 1));
  return static_cast<bool>(rest >> info.state >> info.parent);
}

std::vector<ProcessInfo> all_processes() {
  std::vector<ProcessInfo> found;
  DIR* directory = ::opendir("/proc");
  if (directory == nullptr) throw Failure("/proc cannot be read");
  while (const dirent* entry = ::readdir(directory)) {
    const pid_t pid = std::atoi(entry->d_name);
    ProcessInfo info;
    if (pid > 0 && read_process(pid, info)) found.push_back(std::move(info));
  }
  ::closedir(directory);
  return found;
}

}  // namespace

std::vector<ProcessInfo> descendants(pid_t pid) {
  const std::vector<ProcessInfo> everything = all_processes();
  std::vector<ProcessInfo> found;
  std::vector<pid_t> parents = {pid};
  for (size_t i = 0; i < parents.size(); ++i) {
    for (const ProcessInfo& process : everything) {
      if (process.parent != parents[i]) continue;
      found.push_back(process);
      parents.push_back(process.pid);
    }
  }
  return found;
}

std::string describe(const std::vector<ProcessInfo>& processes) {
  std::string text;
  for (const ProcessInfo& process : processes) {
    text += "  " + std::to_string(process.pid) + " " + process.name + " (" + process.state +
            "), child of " + std::to_string(process.parent) + "\n";
  }
  return text;
}

void become_subreaper() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

size_t open_segments(pid_t pid) {
  constexpr std::string_view segment = "memfd:skep-segment";
  std::set<std::string> inodes;
  const std::string base = "/proc/" + std::to_string(pid);
  std::ifstream maps(base + "/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find(segment) == std::string::npos) continue;
    std::istringstream fields(line);
    std::string range, rights, offset, device, inode;
    fields >> range >> rights >> offset >> device >> inode;
    inodes.insert(inode);
  }
  if (DIR* directory = ::opendir((base + "/fd").c_str())) {
    while (const dirent* entry = ::readdir(directory)) {
      char target[PATH_MAX];
      const std::string link = base + "/fd/" + entry->d_name;
      const ssize_t length = ::readlink(link.c_str(), target, sizeof target);
      if (length <= 0) continue;
      const std::string_view name(target, static_cast<size_t>(length));
      if (name.find(segment) != name.npos) inodes.insert("open as " + std::string(entry->d_name));
    }
    ::closedir(directory);
  }
  return inodes.size();
}

void expect_no_processes_left() {
  const auto give_up = give_up_time();
  for (;;) {
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    const std::vector<ProcessInfo> left = descendants(::getpid());
    if (left.empty()) return;
    if (Clock::now() >= give_up) {
      for (const ProcessInfo& process : left) ::kill(process.pid, SIGKILL);
      throw Failure("these processes were left over:\n" + describe(left));
    }
    // The end of a process that is nobody's child here has no event to wait for.
    ::poll(nullptr, 0, 5);
  }
}

void kill_and_reap(pid_t pid) {
  if (pid <= 0) return;
  ::kill(pid, SIGKILL);
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace skep::harness
