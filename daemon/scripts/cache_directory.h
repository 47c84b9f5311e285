// Results of the compiler on disk, a file each: the SHA-256 of the rest, then the frame.
//
// A file is read and written in slices, each of them a call. Losing it is harmless: every failure
// (full, read-only, a damaged file) makes a miss and one warning in the log, never an error.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "daemon/scripts/digest.h"
#include "proto/compile.h"

namespace skep {

class CacheDirectory {
 public:
  using Key = Digest::Value;
  using Entry = std::shared_ptr<const CompileResult>;

  // A file on its way from the disk.
  struct Reading {
    std::string path;
    Fd file;
    size_t size;
    std::string bytes = {};
    Digest digest = {};
    Entry entry = {};  // when it is read: the result, or none
  };

  // A file on its way to the disk, under a name of its own until it is whole.
  struct Writing {
    Writing() = default;
    ~Writing();
    std::string path;
    std::string temporary;  // empty: it has its own name, or is gone
    Fd file;
    std::string frame;
    Digest digest = {};
    size_t written = 0;
  };

  // Is made when missing. Empty: there is none, nothing is found and nothing kept.
  CacheDirectory(std::string directory, size_t most_bytes);

  // Null: it has no such file.
  std::unique_ptr<Reading> open(const Key& key);
  // False when it is done.
  bool read_on(Reading& reading);

  // Null: it is not kept, being larger than half of what may be here, or without a place.
  std::unique_ptr<Writing> create(const Key& key, const CompileResult& result);
  // False when it is done.
  bool write_on(Writing& writing);

 private:
  void measure();
  void make_room();
  std::string path_of(const Key& key) const;
  void complain(std::string_view what, int error);

  std::string directory_;
  size_t most_bytes_;
  size_t bytes_ = 0;
  uint64_t last_temporary_ = 0;
  bool complained_ = false;
};

}  // namespace skep
