#include "daemon/routing/token_bucket.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr uint64_t second = 1'000'000'000;

TEST_CASE("a second's worth is there at once, and no more") {
  TokenBucket bucket;
  const uint64_t now = 100 * second;
  for (int i = 0; i < 10; ++i) {
    CHECK(bucket.has(now, 10, 1));
    bucket.take(now, 10, 1);
  }
  CHECK_FALSE(bucket.has(now, 10, 1));
  CHECK(bucket.ready_ns(10, 1) == now + second / 10);
  CHECK(bucket.has(now + second / 10, 10, 1));
}

TEST_CASE("a bucket is full after a second, and never more than full") {
  TokenBucket bucket;
  uint64_t now = 100 * second;
  bucket.take(now, 1000, 1000);
  now += second;
  CHECK(bucket.has(now, 1000, 1000));
  now += 50 * second;
  bucket.take(now, 1000, 1000);
  CHECK_FALSE(bucket.has(now, 1000, 1));
}

TEST_CASE("what is more than a second's worth never fits") {
  const TokenBucket bucket;
  CHECK_FALSE(bucket.has(UINT64_MAX - 1, 10, 11));
  CHECK(bucket.has(second, 10, 10));
}

TEST_CASE("what is taken without being there delays what comes after") {
  TokenBucket bucket;
  const uint64_t now = 100 * second;
  for (int i = 0; i < 30; ++i) bucket.take(now, 10, 1);
  CHECK(bucket.ready_ns(10, 1) == now + 2 * second + second / 10);
}

}  // namespace
}  // namespace skep
