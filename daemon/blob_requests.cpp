// What workers ask about the blob URLs of their tree.
#include "base/log.h"
#include "daemon/supervisor_impl.h"
#include "proto/blob_messages.h"

namespace skep {

bool Supervisor::Impl::on_blob_add(Worker& worker, std::span<const std::byte> bytes) {
  BlobEntry entry;
  if (!decode(bytes, entry)) return false;
  BlobUrls::Blob blob = {worker.id, std::string(entry.type), std::string(entry.bytes)};
  if (!worker.tree->blobs.add(entry.url, std::move(blob)) && counters.blobs_refused++ == 0) {
    log::warning("a blob URL of worker {} is known to nobody else: those of its tree take {} bytes",
                 number(worker.id), worker.tree->blobs.bytes());
  }
  return true;
}

bool Supervisor::Impl::on_blob_revoke(Worker& worker, std::span<const std::byte> bytes) {
  BlobUrl request;
  if (!decode(bytes, request)) return false;
  const WorkerId owner = worker.tree->blobs.remove(request.url);
  Worker* found = owner == worker.id ? nullptr : workers.find(owner);
  // It knows the URL by itself.
  if (found != nullptr) router.send(*found, DownType::blob_revoked, inside_port, bytes);
  return true;
}

bool Supervisor::Impl::on_blob_find(Worker& worker, std::span<const std::byte> bytes) {
  BlobUrl request;
  if (!decode(bytes, request)) return false;
  FoundBlob answer;
  if (const BlobUrls::Blob* blob = worker.tree->blobs.find(request.url)) {
    answer = {1, blob->type, blob->bytes};
  }
  const std::string encoded = encode(answer);
  router.send(worker, DownType::blob_found, inside_port, as_bytes(std::string_view(encoded)));
  return true;
}

}  // namespace skep
