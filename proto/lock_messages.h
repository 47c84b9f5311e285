// What workers and the supervisor say to each other about locks (navigator.locks), and the codecs.
//
// Decoders take hostile bytes: false on anything but one exact, bounded message; their string_views
// point into the bytes given. A name is UTF-8, or, if it has lone surrogates, text as the engine
// keeps it, like that of a BroadcastChannel.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace skep {

enum class LockMode : uint8_t { exclusive = 0, shared = 1 };

// navigator.locks.request(). A worker numbers its requests 1, 2, 3 …
struct LockRequest {
  uint32_t request = 0;
  LockMode mode = LockMode::exclusive;
  uint8_t if_available = 0;
  uint8_t steal = 0;
  std::string_view name;
};

// The lock of that request is given back, or is not wanted any more.
struct LockRelease {
  uint32_t request = 0;
};

struct LockAnswer {
  enum class Kind : uint8_t {
    granted = 0,
    unavailable = 1,  // asked for with ifAvailable, and held by somebody
    stolen = 2,       // it was held, and another request took it
  };
  uint32_t request = 0;
  Kind kind = Kind::granted;
};

// navigator.locks.query(), numbered like requests but apart from them.
struct LockQuery {
  uint32_t query = 0;
};

// The answer: first the held, then the pending ones, each in the order of the requests.
struct LockSnapshot {
  uint32_t query = 0;
  uint8_t whole = 1;  // 0: there are more locks than a message has room for, and it holds none
  uint32_t held = 0;
  uint32_t pending = 0;
  std::string_view items;  // held + pending encoded LockItems, one after the other
};
struct LockItem {
  LockMode mode = LockMode::exclusive;
  uint64_t client = 0;  // tells workers of the tree apart
  std::string_view name;
};

std::string encode(const LockRequest& request);
std::string encode(const LockRelease& release);
std::string encode(const LockAnswer& answer);
std::string encode(const LockQuery& query);
std::string encode(const LockSnapshot& snapshot);
std::string encode(const LockItem& item);

[[nodiscard]] bool decode(std::span<const std::byte> bytes, LockRequest& request);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, LockRelease& release);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, LockAnswer& answer);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, LockQuery& query);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, LockSnapshot& snapshot);

// Takes the next item off the front of `items`. After a successful decode() of the snapshot it
// succeeds held + pending times.
[[nodiscard]] bool next_item(std::string_view& items, LockItem& item);

}  // namespace skep
