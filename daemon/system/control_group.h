// One directory of the unified cgroup hierarchy: made, set, read, removed.
//
// Every operation is a few system calls on a file system without a disk, so it may be done from the
// event loop. An instance owns nothing: the kernel keeps the group until remove() succeeds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/fd.h"

namespace skep {

class ControlGroup {
 public:
  explicit ControlGroup(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  // A group below this one; it need not exist.
  ControlGroup below(std::string_view name) const;

  // EEXIST when it is there already.
  Result<> make() const;
  // EBUSY while a process is in it, alive or not reaped yet.
  Result<> remove() const;

  // Writes one of the group's files, in one call as the kernel wants it.
  Result<> set(const char* file, std::string_view text) const;
  // The content of one of its files, at most 4 KiB of it, without the last newline.
  Result<std::string> get(const char* file) const;
  // A file that holds one number.
  Result<uint64_t> number(const char* file) const;
  // The number after `key` in a file of lines "key number".
  Result<uint64_t> number(const char* file, std::string_view key) const;

  // cgroup.procs, open for writing. A process that writes "0" to it is in the group from then on,
  // with the permissions of whoever opened it (Linux 5.16).
  Result<Fd> entrance() const;

 private:
  std::string path_of(const char* file) const { return path_ + "/" + file; }

  std::string path_;
};

}  // namespace skep
