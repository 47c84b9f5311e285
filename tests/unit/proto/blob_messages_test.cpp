#include "proto/blob_messages.h"

#include <string>

#include <doctest/doctest.h>

#include "proto/wire.h"

namespace skep {
namespace {

template <class Message>
bool accepts(std::string_view bytes) {
  Message message;
  return decode(as_bytes(bytes), message);
}

TEST_CASE("a blob URL and what it stands for make their way") {
  BlobEntry entry;
  REQUIRE(decode(as_bytes(std::string_view(encode(BlobEntry{"blob:a", "", ""}))), entry));
  const std::string bytes = encode(BlobEntry{"blob:a", "text/plain", "bytes"});
  REQUIRE(decode(as_bytes(bytes), entry));
  CHECK(entry.url == "blob:a");
  CHECK(entry.type == "text/plain");
  CHECK(entry.bytes == "bytes");
  const std::string answer = encode(FoundBlob{1, "text/plain", "bytes"});
  FoundBlob found;
  REQUIRE(decode(as_bytes(answer), found));
  CHECK(found.found == 1);
  CHECK(found.bytes == "bytes");
  const std::string asked = encode(BlobUrl{"blob:a"});
  BlobUrl url;
  REQUIRE(decode(as_bytes(asked), url));
  CHECK(url.url == "blob:a");
}

TEST_CASE("what is cut short or above its limit is refused") {
  CHECK_FALSE(accepts<BlobEntry>(""));
  CHECK_FALSE(accepts<BlobUrl>(encode(BlobUrl{"blob:a"}) + "x"));
  CHECK_FALSE(accepts<FoundBlob>(encode(FoundBlob{2, "", ""})));
  const std::string name(max_blob_name_bytes + 1, 'n');
  CHECK_FALSE(accepts<BlobUrl>(encode(BlobUrl{name})));
  CHECK_FALSE(accepts<BlobEntry>(encode(BlobEntry{"blob:a", name, ""})));
  const std::string large(max_shared_blob_bytes + 1, 'b');
  CHECK_FALSE(accepts<BlobEntry>(encode(BlobEntry{"blob:a", "", large})));
  CHECK_FALSE(accepts<FoundBlob>(encode(FoundBlob{1, "", large})));
}

}  // namespace
}  // namespace skep
