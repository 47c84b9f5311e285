// What the sources that are being read, hashed and lowered take in memory: of one tree, and of all.
#pragma once

#include <cstdint>
#include <memory>

#include "daemon/scripts/script_root.h"

namespace skep {

// Bytes of sources. Whoever counts in it keeps it.
using SourceBytes = std::shared_ptr<uint64_t>;

// The part of one source, for as long as this lives.
class SourceShare {
 public:
  SourceShare(SourceBytes tree, SourceBytes all) : tree_(std::move(tree)), all_(std::move(all)) {}
  SourceShare(const SourceShare&) = delete;
  SourceShare& operator=(const SourceShare&) = delete;
  ~SourceShare() { set(0); }

  void set(uint64_t bytes) {
    *tree_ += bytes - bytes_;
    *all_ += bytes - bytes_;
    bytes_ = bytes;
  }

 private:
  SourceBytes tree_;
  SourceBytes all_;
  uint64_t bytes_ = 0;
};

// For whom scripts are loaded.
struct ScriptOwner {
  const ScriptRoot& root;            // must live until what is loaded is done
  SourceBytes bytes;                 // of its sources on their way
  std::weak_ptr<const void> wanted;  // when nobody keeps it any more, they need not come
};

}  // namespace skep
