// Results of the compiler, kept by the content they came from: in memory, and in a directory.
//
// Keyed by SHA-256 of the source, its language and compiler_version(), so an entry is never stale.
// What is on disk is read and written in slices. Not thread-safe.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <string>

#include "daemon/scripts/cache_directory.h"

namespace skep {

struct ScriptCacheLimits {
  size_t memory_bytes = 32u << 20;
  size_t disk_bytes = 256u << 20;
};

class ScriptCache {
 public:
  using Key = CacheDirectory::Key;
  using Entry = CacheDirectory::Entry;

  // `directory` is made when missing; empty means memory only.
  explicit ScriptCache(const std::string& directory, ScriptCacheLimits limits = {})
      : limits_(limits), directory_(directory, limits.disk_bytes) {}

  // The digest that becomes the key once the source has been added to it.
  static Digest begin_key(SourceLanguage language);

  // nullptr when memory does not have it; the disk may.
  Entry find(const Key& key);

  // Keeps a result that depends on the source alone: not one of a process that crashed or ran out
  // of time. One larger than half the bound is not kept.
  void hold(const Key& key, Entry result);

  CacheDirectory& directory() { return directory_; }

  size_t memory_bytes() const { return used_bytes_; }

 private:
  struct Held {
    Key key;
    Entry result;
    size_t bytes;
  };

  ScriptCacheLimits limits_;
  CacheDirectory directory_;
  std::list<Held> held_;  // the latest used first
  std::map<Key, std::list<Held>::iterator> index_;
  size_t used_bytes_ = 0;
};

}  // namespace skep
