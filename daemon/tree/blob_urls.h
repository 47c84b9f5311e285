// The blob URLs of one tree: what a worker made known, so that others can run it.
// https://w3c.github.io/FileAPI/#url
//
// Bounded in bytes: a Blob that has no room is known to the worker that made its URL, and to nobody
// else.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "proto/ids.h"

namespace skep {

class BlobUrls {
 public:
  struct Blob {
    WorkerId owner;
    std::string type;
    std::string bytes;
  };

  // False: there is no room, or the URL is known.
  bool add(std::string_view url, Blob blob);
  const Blob* find(std::string_view url) const;
  // Who made it; none: it was not known.
  WorkerId remove(std::string_view url);
  // HTML: the URLs of a worker go with it.
  void remove_all(WorkerId owner);

  size_t bytes() const { return bytes_; }

 private:
  static size_t cost(std::string_view url, const Blob& blob);

  std::map<std::string, Blob, std::less<>> blobs_;
  size_t bytes_ = 0;
};

}  // namespace skep
