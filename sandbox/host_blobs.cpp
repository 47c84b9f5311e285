// Host functions for blob URLs that the workers of a tree know of each other.
#include <cstring>
#include <string>

#include "proto/blob_messages.h"
#include "proto/wire.h"
#include "sandbox/define.h"
#include "sandbox/ending.h"
#include "sandbox/host.h"
#include "sandbox/realm.h"
#include "sandbox/text.h"

namespace skep {
namespace {

void send_url(duk_context* ctx, UpType type) {
  const std::string url = utf8_of(engine_text_at(ctx, 0));
  const std::string payload = encode(BlobUrl{url});
  realm_of(ctx).outbox->send(type, inside_port, as_bytes(payload));
}

bool is_long(duk_context* ctx, duk_idx_t index) {
  return engine_to_utf8(engine_text_at(ctx, index), nullptr) > max_blob_name_bytes;
}

// (url, type, bytes): nothing, if it is more than others may know.
duk_ret_t add_blob_url(duk_context* ctx) {
  duk_size_t length = 0;
  const void* bytes = duk_get_buffer_data(ctx, 2, &length);
  if (length > max_shared_blob_bytes || is_long(ctx, 0) || is_long(ctx, 1)) return 0;
  const std::string url = utf8_of(engine_text_at(ctx, 0));
  const std::string type = utf8_of(engine_text_at(ctx, 1));
  const std::string payload =
      encode(BlobEntry{url, type, {static_cast<const char*>(bytes), length}});
  realm_of(ctx).outbox->send(UpType::blob_add, inside_port, as_bytes(payload));
  return 0;
}

duk_ret_t revoke_blob_url(duk_context* ctx) {
  if (!is_long(ctx, 0)) send_url(ctx, UpType::blob_revoke);
  return 0;
}

// (url) → [type, buffer], or undefined. Blocks, as a fetch of importScripts() does.
duk_ret_t find_blob_url(duk_context* ctx) {
  if (is_long(ctx, 0)) return 0;
  Realm& realm = realm_of(ctx);
  send_url(ctx, UpType::blob_find);
  while (!realm.inbox->has_found_blob()) {
    realm.inbox->take_arrived();
    if (!realm.inbox->has_found_blob()) realm.end->wait(Activity::busy, UINT64_MAX);
  }
  FoundBlob found;
  if (!decode(as_bytes(realm.inbox->found_blob()), found)) end_worker(CellExit::protocol);
  if (found.found == 0) {
    realm.inbox->take_found_blob();
    return 0;
  }
  // The answer stays in the inbox until nothing can throw any more.
  duk_push_bare_array(ctx);
  push_text(ctx, found.type);
  duk_put_prop_index(ctx, -2, 0);
  void* place = duk_push_fixed_buffer(ctx, found.bytes.size());
  if (!found.bytes.empty()) std::memcpy(place, found.bytes.data(), found.bytes.size());
  duk_push_buffer_object(ctx, -1, 0, found.bytes.size(), DUK_BUFOBJ_UINT8ARRAY);
  duk_remove(ctx, -2);
  duk_put_prop_index(ctx, -2, 1);
  realm.inbox->take_found_blob();
  return 1;
}

}  // namespace

void define_blob_functions(duk_context* ctx) {
  define_function(ctx, -1, "addBlobUrl", add_blob_url, 3);
  define_function(ctx, -1, "revokeBlobUrl", revoke_blob_url, 1);
  define_function(ctx, -1, "findBlobUrl", find_blob_url, 1);
}

}  // namespace skep
