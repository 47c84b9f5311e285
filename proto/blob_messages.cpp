#include "proto/blob_messages.h"

#include "proto/wire.h"

namespace skep {

std::string encode(const BlobEntry& entry) {
  WireWriter out;
  out.put(entry.url);
  out.put(entry.type);
  out.put_rest(entry.bytes);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, BlobEntry& entry) {
  WireReader in(bytes);
  return in.get(entry.url, max_blob_name_bytes) && in.get(entry.type, max_blob_name_bytes) &&
         in.get_rest(entry.bytes, max_shared_blob_bytes);
}

std::string encode(const BlobUrl& url) {
  WireWriter out;
  out.put(url.url);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, BlobUrl& url) {
  WireReader in(bytes);
  return in.get(url.url, max_blob_name_bytes) && in.at_end();
}

std::string encode(const FoundBlob& found) {
  WireWriter out;
  out.put(found.found);
  out.put(found.type);
  out.put_rest(found.bytes);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, FoundBlob& found) {
  WireReader in(bytes);
  return in.get(found.found) && found.found <= 1 && in.get(found.type, max_blob_name_bytes) &&
         in.get_rest(found.bytes, max_shared_blob_bytes);
}

}  // namespace skep
