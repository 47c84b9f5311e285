// A control group for each worker, from a pool of groups made before they are needed: making one
// takes longer than all the rest of a spawn.
//
//   spare  ── take() ──►  a worker's  ── the worker's end ──►  spare again, if it is empty in every
//                                                             respect; else removed, as soon as the
//                                                             kernel lets it go
//
// At any moment a group belongs to at most one worker, and a group of the pool has no process and
// holds no memory worth a mention, so that nobody pays for who was there before.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "daemon/system/delegation.h"
#include "proto/limits.h"

namespace skep {

// What memory.max has above a worker's memory limit. The limit is on its heap, which it cannot
// exceed as long as the engine does what it should; the group also counts the stack (8 MiB), the
// C heap, page tables and what the kernel keeps for a process. The kernel's limit is the second
// wall, behind the first.
inline constexpr uint64_t group_memory_margin = uint64_t{16} << 20;

class WorkerGroups;

// One worker's group; goes back to the pool by its destructor, which must come after the end of
// the worker's process.
class WorkerGroup {
 public:
  WorkerGroup(WorkerGroup&& other) noexcept;
  WorkerGroup& operator=(WorkerGroup&& other) = delete;
  ~WorkerGroup();

  // Handed to the worker's process, which enters by it before it does anything else.
  Result<Fd> entrance() const { return made_.group.entrance(); }

  // The kernel killed the worker because the group was full.
  bool killed_for_memory() const;
  // The most that the group ever held. Of a group that served before, it may be of an earlier time.
  uint64_t peak_bytes() const;
  uint64_t memory_max() const { return made_.memory_max; }
  const ControlGroup& group() const { return made_.group; }

 private:
  friend class WorkerGroups;

  // A group and what it is set to, so that nothing is written twice.
  struct Made {
    ControlGroup group;
    uint64_t memory_max = 0;
    uint32_t cpu_weight = 0;
    uint32_t cpu_percent = 0;
    uint64_t kills_before = 0;  // memory.events counts over the group's whole life
  };

  WorkerGroup(WorkerGroups& pool, Made made) : pool_(&pool), made_(std::move(made)) {}

  WorkerGroups* pool_;
  Made made_;
};

class WorkerGroups {
 public:
  explicit WorkerGroups(Delegation delegation);
  // Removes what it can; what is left goes with the service.
  ~WorkerGroups();
  WorkerGroups(const WorkerGroups&) = delete;

  // A group with these limits. An error is that of the kernel; the worker must not run then.
  Result<WorkerGroup> take(const WorkerLimits& limits);

  // One step of the work that can wait: makes a group for the pool, or removes one that could not
  // be removed before. True when there is more to do now. To be called when the loop has time.
  bool tidy();

  size_t spare() const { return spare_.size(); }
  size_t leaving() const { return leaving_.size(); }

 private:
  friend class WorkerGroup;
  using Made = WorkerGroup::Made;

  Result<Made> make();
  Result<ControlGroup> make_directory();
  Result<> apply(Made& made, const WorkerLimits& limits) const;
  Result<> set_if_there(const ControlGroup& group, const char* file, const char* text);
  void give_back(Made made);
  bool is_as_new(const ControlGroup& group) const;

  Delegation delegation_;
  std::vector<Made> spare_;
  std::vector<ControlGroup> leaving_;  // not wanted any more, not yet let go by the kernel
  uint64_t last_number_ = 0;
  bool told_of_missing_file_ = false;
};

}  // namespace skep
