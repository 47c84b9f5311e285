// Results of the compiler, kept by the content they came from: in memory and on disk.
//
// Keyed by SHA-256 of the source, its language and compiler_version(), so an entry is never stale.
// Losing it is harmless: every failure of the disk (full, read-only, a damaged file) makes a miss
// and one warning in the log, never an error. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "proto/compile.h"

namespace skep {

struct ScriptCacheLimits {
  size_t memory_bytes = 32u << 20;
  size_t disk_bytes = 256u << 20;
};

class ScriptCache {
 public:
  using Key = std::array<uint8_t, 32>;
  using Entry = std::shared_ptr<const CompileResult>;

  // `directory` is made when missing; empty means memory only.
  explicit ScriptCache(std::string directory, ScriptCacheLimits limits = {});

  static Key key_of(std::string_view source, SourceLanguage language);

  // nullptr when neither memory nor disk has it.
  Entry find(const Key& key);

  // Keeps a result that depends on the source alone: not one of a process that crashed or ran out
  // of time. A result larger than half a bound is not kept there.
  void store(const Key& key, Entry result);

  size_t memory_bytes() const { return used_bytes_; }

 private:
  struct Held {
    Key key;
    Entry result;
    size_t bytes;
  };
  void hold(const Key& key, Entry result, size_t bytes);
  Entry read_file(const Key& key);
  void write_file(const Key& key, std::string_view frame);
  void measure_directory();
  void make_room_on_disk();
  std::string path_of(const Key& key) const;
  void complain(std::string_view what, int error);

  std::string directory_;
  ScriptCacheLimits limits_;
  std::list<Held> held_;  // the latest used first
  std::map<Key, std::list<Held>::iterator> index_;
  size_t used_bytes_ = 0;
  size_t disk_bytes_ = 0;
  bool complained_ = false;
};

}  // namespace skep
