// The states of a service, apart from those of its worker.
//
//   waiting → starting → running ─┬→ stopping → stopped
//      ↑                          ├→ stopped        it closed itself, and is not to be restarted
//      ├────── backing_off ←──────┤
//      └────── stopping ←─────────┘                 its group restarts it
//   failed: not to be restarted, or restarted too often
//
// Only starting, running and stopping have a worker.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace skep {

enum class ServiceState : uint8_t {
  waiting,
  starting,
  running,
  backing_off,
  stopping,
  stopped,
  failed,
};

inline constexpr std::array<std::string_view, 7> service_state_names = {
    "waiting", "starting", "running", "backing-off", "stopping", "stopped", "failed"};

constexpr std::string_view name(ServiceState state) {
  return service_state_names[static_cast<size_t>(state)];
}

}  // namespace skep
