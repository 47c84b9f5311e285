// What workers and the supervisor say to each other about blob URLs, and its codecs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "proto/limits.h"

namespace skep {

// A blob URL and what it stands for: made known by the worker that made it.
struct BlobEntry {
  std::string_view url;
  std::string_view type;
  std::string_view bytes;
};

// A blob URL alone: asked for, or revoked.
struct BlobUrl {
  std::string_view url;
};

// The answer: what the URL stands for, if it does.
struct FoundBlob {
  uint8_t found = 0;
  std::string_view type;
  std::string_view bytes;
};

std::string encode(const BlobEntry& entry);
std::string encode(const BlobUrl& url);
std::string encode(const FoundBlob& found);

[[nodiscard]] bool decode(std::span<const std::byte> bytes, BlobEntry& entry);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, BlobUrl& url);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, FoundBlob& found);

}  // namespace skep
