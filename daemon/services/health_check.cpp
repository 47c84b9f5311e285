#include "daemon/services/health_check.h"

#include <algorithm>

#include <fmt/format.h>

namespace skep {
namespace {

uint64_t patience_ms(const Health& health) {
  return health.heartbeat_ms != 0 ? health.heartbeat_ms : health.task_ms;
}

uint64_t step_ms(const Health& health) {
  return std::max<uint64_t>(patience_ms(health) / 4, 1);
}

}  // namespace

void HealthCheck::begin(const Health& health, uint64_t now_ms, const WorkerActivity& activity) {
  seen_ = activity;
  since_ms_ = now_ms;
  next_look_ms_ = patience_ms(health) == 0 ? UINT64_MAX : now_ms + step_ms(health);
}

std::string HealthCheck::look(const Health& health, uint64_t now_ms,
                              const WorkerActivity& activity) {
  if (patience_ms(health) == 0) {
    next_look_ms_ = UINT64_MAX;
    return {};
  }
  next_look_ms_ = now_ms + step_ms(health);
  const bool alive = health.heartbeat_ms != 0
                         ? activity.messages_out != seen_.messages_out
                         : !activity.busy || !seen_.busy || activity.tasks != seen_.tasks;
  if (alive) {
    seen_ = activity;
    since_ms_ = now_ms;
    return {};
  }
  if (now_ms - since_ms_ < patience_ms(health)) return {};
  next_look_ms_ = UINT64_MAX;
  return health.heartbeat_ms != 0
             ? fmt::format("it posted no message for {} ms", health.heartbeat_ms)
             : fmt::format("one of its tasks ran for more than {} ms", health.task_ms);
}

}  // namespace skep
