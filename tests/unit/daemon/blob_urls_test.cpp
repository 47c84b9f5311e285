#include "daemon/tree/blob_urls.h"

#include <doctest/doctest.h>

#include "proto/limits.h"

namespace skep {
namespace {

constexpr WorkerId one{1};
constexpr WorkerId other{2};

TEST_CASE("a blob URL is known until it is revoked, by whomever") {
  BlobUrls urls;
  CHECK(urls.add("blob:a", {one, "text/plain", "bytes"}));
  CHECK_FALSE(urls.add("blob:a", {other, "", "stolen"}));
  REQUIRE(urls.find("blob:a") != nullptr);
  CHECK(urls.find("blob:a")->bytes == "bytes");
  CHECK(urls.remove("blob:a") == one);
  CHECK(urls.remove("blob:a") == WorkerId::none);
  CHECK(urls.find("blob:a") == nullptr);
  CHECK(urls.bytes() == 0);
}

TEST_CASE("the URLs of a worker go with it, and nobody else's") {
  BlobUrls urls;
  CHECK(urls.add("blob:a", {one, "", "1"}));
  CHECK(urls.add("blob:b", {other, "", "2"}));
  CHECK(urls.add("blob:c", {one, "", "3"}));
  urls.remove_all(one);
  CHECK(urls.find("blob:a") == nullptr);
  CHECK(urls.find("blob:b") != nullptr);
  urls.remove_all(other);
  CHECK(urls.bytes() == 0);
}

TEST_CASE("what has no room is not kept, and small ones count too") {
  BlobUrls urls;
  const std::string half(max_tree_blob_bytes / 2, 'x');
  CHECK(urls.add("blob:a", {one, "", half}));
  CHECK_FALSE(urls.add("blob:b", {one, "", half}));
  urls.remove_all(one);
  size_t count = 0;
  while (urls.add("blob:" + std::to_string(count), {one, "", ""})) ++count;
  CHECK(count > 1000);
  CHECK(count < max_tree_blob_bytes / 256);
}

}  // namespace
}  // namespace skep
