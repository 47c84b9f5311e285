// A supervisor that only remembers what it was asked, for tests of the protocol.
#pragma once

#include <algorithm>

#include "daemon/control_methods.h"

namespace skep::control {

class FakeTarget : public Target {
 public:
  std::vector<RootRequest> spawned;
  std::vector<WorkerStatus> workers;
  std::vector<WorkerId> terminated;
  std::optional<uint32_t> layers;
  Error spawn_error;
  bool ending = false;

  Result<WorkerId> spawn_root(const RootRequest& request) override {
    if (spawn_error) return spawn_error;
    spawned.push_back(request);
    return WorkerId{spawned.size()};
  }
  bool terminate(WorkerId worker) override {
    terminated.push_back(worker);
    return inspect(worker).has_value();
  }
  std::vector<WorkerStatus> list() const override { return workers; }
  std::optional<WorkerStatus> inspect(WorkerId worker) const override {
    const auto found = std::ranges::find(workers, worker, &WorkerStatus::id);
    if (found == workers.end()) return std::nullopt;
    return *found;
  }
  std::optional<uint32_t> sandbox_layers() const override { return layers; }
  void shut_down() override { ending = true; }
  bool shutting_down() const override { return ending; }
};

inline WorkerStatus running_worker(uint64_t id) {
  WorkerStatus status;
  status.id = WorkerId{id};
  status.parent = WorkerId::none;
  status.name = "main";
  status.url = "https://skep.localhost/main.js";
  status.state = WorkerState::running;
  return status;
}

class FakeCaller : public Caller {
 public:
  int subscriptions = 0;
  void subscribe() override { ++subscriptions; }
};

}  // namespace skep::control
