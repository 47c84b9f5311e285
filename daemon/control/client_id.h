// Names one connection to the control socket, counted from 1 and never used twice: what a client
// owns is forgotten with it.
#pragma once

#include <cstdint>

namespace skep {

enum class ClientId : uint64_t { none = 0 };

constexpr uint64_t number(ClientId id) {
  return static_cast<uint64_t>(id);
}

}  // namespace skep
