#include "daemon/tree/blob_urls.h"

#include <utility>

#include "proto/limits.h"

namespace skep {

size_t BlobUrls::cost(std::string_view url, const Blob& blob) {
  constexpr size_t entry = 256;
  return url.size() + blob.type.size() + blob.bytes.size() + entry;
}

bool BlobUrls::add(std::string_view url, Blob blob) {
  const size_t more = cost(url, blob);
  if (bytes_ + more > max_tree_blob_bytes || blobs_.contains(url)) return false;
  bytes_ += more;
  blobs_.emplace(url, std::move(blob));
  return true;
}

const BlobUrls::Blob* BlobUrls::find(std::string_view url) const {
  const auto found = blobs_.find(url);
  return found == blobs_.end() ? nullptr : &found->second;
}

WorkerId BlobUrls::remove(std::string_view url) {
  const auto found = blobs_.find(url);
  if (found == blobs_.end()) return WorkerId::none;
  const WorkerId owner = found->second.owner;
  bytes_ -= cost(found->first, found->second);
  blobs_.erase(found);
  return owner;
}

void BlobUrls::remove_all(WorkerId owner) {
  std::erase_if(blobs_, [&](const auto& entry) {
    if (entry.second.owner != owner) return false;
    bytes_ -= cost(entry.first, entry.second);
    return true;
  });
}

}  // namespace skep
