#include "daemon/system/worker_groups.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/log.h"

namespace skep {
namespace {

// Made ahead. A burst of spawns larger than this makes its groups on the way.
constexpr size_t wanted_spare = 32;
// Kept for the next burst.
constexpr size_t most_spare = 256;
// What a group may still hold and be given to another worker: the kernel frees in batches.
constexpr uint64_t most_left_bytes = uint64_t{1} << 20;
constexpr uint32_t default_weight = 100;  // the kernel's

uint64_t memory_max_of(const WorkerLimits& limits) {
  return limits.memory_bytes + group_memory_margin;
}

}  // namespace

WorkerGroup::WorkerGroup(WorkerGroup&& other) noexcept
    : pool_(std::exchange(other.pool_, nullptr)), made_(std::move(other.made_)) {}

WorkerGroup::~WorkerGroup() {
  if (pool_ != nullptr) pool_->give_back(std::move(made_));
}

bool WorkerGroup::killed_for_memory() const {
  return value_or<uint64_t>(made_.group.number("memory.events", "oom_kill"), 0) >
         made_.kills_before;
}

uint64_t WorkerGroup::peak_bytes() const {
  return value_or<uint64_t>(made_.group.number("memory.peak"), 0);
}

WorkerGroups::WorkerGroups(Delegation delegation) : delegation_(std::move(delegation)) {
  while (spare_.size() < wanted_spare && tidy()) {
  }
}

WorkerGroups::~WorkerGroups() {
  for (const Made& made : spare_) [[maybe_unused]] const auto removed = made.group.remove();
  for (const ControlGroup& group : leaving_) [[maybe_unused]] const auto removed = group.remove();
}

Result<WorkerGroup> WorkerGroups::take(const WorkerLimits& limits) {
  if (spare_.empty()) {
    TRY(Made made, make());
    spare_.push_back(std::move(made));
  }
  Made made = std::move(spare_.back());
  spare_.pop_back();
  if (const Result<> applied = apply(made, limits); !applied) {
    leaving_.push_back(made.group);
    return applied.error();
  }
  made.kills_before = value_or<uint64_t>(made.group.number("memory.events", "oom_kill"), 0);
  return WorkerGroup(*this, std::move(made));
}

bool WorkerGroups::tidy() {
  const size_t before = leaving_.size();
  std::erase_if(leaving_, [](const ControlGroup& group) { return group.remove().has_value(); });
  if (leaving_.size() != before) log::debug("{} control groups removed", before - leaving_.size());
  if (spare_.size() >= wanted_spare) return false;
  Result<Made> made = make();
  if (!made) {
    log::warning("cannot make a control group ahead: {}", made.error().message());
    return false;
  }
  spare_.insert(spare_.begin(), std::move(made).value());
  return spare_.size() < wanted_spare;
}

Result<WorkerGroups::Made> WorkerGroups::make() {
  TRY(ControlGroup group, make_directory());
  Made made{std::move(group)};
  // One process, which cannot fork; and when it must go, nothing of it stays.
  TRY_VOID(made.group.set("pids.max", "1"));
  TRY_VOID(set_if_there(made.group, "memory.oom.group", "1"));
  // Memory that a limit ends must not move to a disk instead.
  TRY_VOID(set_if_there(made.group, "memory.swap.max", "0"));
  made.cpu_weight = default_weight;
  return made;
}

// One that is there already is somebody else's, whose limits are not known here.
Result<ControlGroup> WorkerGroups::make_directory() {
  for (;;) {
    ControlGroup group = delegation_.group.below(fmt::format("w{}", ++last_number_));
    const Result<> made = group.make();
    if (made) return group;
    if (made.error() != errno_error(EEXIST)) return made.error();
  }
}

// Kernels without swap accounting have no memory.swap.max, and then no swap to account either.
Result<> WorkerGroups::set_if_there(const ControlGroup& group, const char* file, const char* text) {
  const Result<> set = group.set(file, text);
  if (set) return {};
  const bool missing = set.error() == errno_error(EACCES) || set.error() == errno_error(EPERM) ||
                       set.error() == errno_error(ENOENT);
  if (!missing) return set;
  if (!std::exchange(told_of_missing_file_, true)) {
    log::warning("control groups of this kernel have no {}", file);
  }
  return {};
}

Result<> WorkerGroups::apply(Made& made, const WorkerLimits& limits) const {
  if (const uint64_t most = memory_max_of(limits); made.memory_max != most) {
    TRY_VOID(made.group.set("memory.max", std::to_string(most)));
    made.memory_max = most;
  }
  if (!delegation_.cpu) return {};
  const uint32_t weight = limits.cpu_weight != 0 ? limits.cpu_weight : default_weight;
  if (made.cpu_weight != weight) {
    TRY_VOID(made.group.set("cpu.weight", std::to_string(weight)));
    made.cpu_weight = weight;
  }
  if (made.cpu_percent != limits.cpu_percent) {
    // Microseconds of processor time in each 100 ms.
    const std::string quota =
        limits.cpu_percent == 0 ? "max" : std::to_string(limits.cpu_percent * 1000);
    TRY_VOID(made.group.set("cpu.max", quota + " 100000"));
    made.cpu_percent = limits.cpu_percent;
  }
  return {};
}

bool WorkerGroups::is_as_new(const ControlGroup& group) const {
  return value_or<uint64_t>(group.number("cgroup.events", "populated"), 1) == 0 &&
         value_or<uint64_t>(group.number("memory.current"), UINT64_MAX) <= most_left_bytes;
}

void WorkerGroups::give_back(Made made) {
  if (spare_.size() < most_spare && is_as_new(made.group)) {
    spare_.push_back(std::move(made));
  } else if (!made.group.remove()) {
    leaving_.push_back(std::move(made.group));
  }
}

}  // namespace skep
