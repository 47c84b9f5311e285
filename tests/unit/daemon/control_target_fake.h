// A supervisor that only remembers what it was asked, for tests of the protocol.
#pragma once

#include <algorithm>
#include <map>

#include <boost/asio/io_context.hpp>

#include "daemon/control/ended_workers.h"
#include "daemon/control/host_functions.h"
#include "daemon/control/methods.h"
#include "daemon/control/stats.h"
#include "daemon/control/waits.h"
#include "daemon/observe/log_store.h"

namespace skep::control {

class FakeTarget : public Target, private HostFunctions::Workers {
 public:
  boost::asio::io_context io;
  std::vector<RootRequest> spawned;
  std::vector<WorkerStatus> workers;
  std::vector<WorkerId> terminated;
  std::vector<WorkerId> closed;
  std::vector<std::pair<WorkerId, std::string>> messages;
  std::vector<std::string> joined, left;
  std::optional<uint32_t> layers;
  Error spawn_error;
  Posted posting = Posted::done;
  bool one_client = false;
  std::string allowed_root;  // empty: any
  std::optional<std::chrono::milliseconds> drain;
  EndedWorkers ended_workers;
  LogStore log_store;
  Waits wait_table{io};
  HostFunctions host_functions{io, *this};
  TreeInfo tree = {WorkerId{1}, ClientId{1}, ""};
  std::map<uint32_t, std::string> host_results;  // by call: "value CLONE" or "refused NAME"

  Result<WorkerId> spawn_root(const RootRequest& request) override {
    if (spawn_error) return spawn_error;
    spawned.push_back(request);
    return WorkerId{spawned.size()};
  }
  Posted post(WorkerId root, std::string_view clone) override {
    messages.emplace_back(root, clone);
    return posting;
  }
  bool close(WorkerId worker) override {
    closed.push_back(worker);
    return inspect(worker).has_value();
  }
  bool terminate(WorkerId worker) override {
    terminated.push_back(worker);
    return inspect(worker).has_value();
  }
  std::vector<WorkerStatus> list(WorkerId after, size_t most,
                                 const std::optional<std::string>& tenant) const override {
    std::vector<WorkerStatus> found;
    for (const WorkerStatus& worker : workers) {
      if (worker.id > after && found.size() < most && (!tenant || worker.tenant == *tenant)) {
        found.push_back(worker);
      }
    }
    return found;
  }
  std::optional<WorkerStatus> inspect(WorkerId worker) const override {
    const auto found = std::ranges::find(workers, worker, &WorkerStatus::id);
    if (found == workers.end()) return std::nullopt;
    return *found;
  }
  std::optional<WorkerDetails> details(WorkerId worker) const override {
    if (!inspect(worker)) return std::nullopt;
    WorkerDetails details = {{}, {"an argument"}, {}};
    for (const WorkerStatus& status : workers) {
      if (status.parent == worker) details.children.push_back(status.id);
    }
    return details;
  }
  bool channel_join(WorkerId root, std::string_view channel) override {
    joined.emplace_back(channel);
    return inspect(root).has_value();
  }
  void channel_leave(WorkerId, std::string_view channel) override { left.emplace_back(channel); }
  Posted channel_post(WorkerId root, std::string_view, std::string_view clone) override {
    return post(root, clone);
  }
  const EndedWorkers& ended() const override { return ended_workers; }
  Waits& waits() override { return wait_table; }
  HostFunctions& hosts() override { return host_functions; }
  const LogStore& logs() const override { return log_store; }
  std::optional<uint32_t> sandbox_layers() const override { return layers; }
  bool is_private() const override { return one_client; }
  WorkerLimits default_limits() const override { return {}; }
  Result<std::string> script_root(const std::string& directory) const override {
    if (!allowed_root.empty() && directory != allowed_root) return errno_error(EACCES);
    return directory;
  }
  Json stats() const override { return stats_json(Reading{}); }
  std::string metrics() const override { return "# EOF\n"; }
  Answer reload() override {
    const Json none = Json::array();
    return Json{{"started", none}, {"stopped", none}, {"restarted", none}, {"unchanged", none}};
  }
  Json services() const override { return Json::array(); }
  Answer act_on_service(std::string_view, const std::string&) override { return Json::object(); }
  void shut_down(std::chrono::milliseconds how_long) override { drain = how_long; }
  bool shutting_down() const override { return drain.has_value(); }

 private:
  std::optional<TreeInfo> tree_of(WorkerId) const override { return tree; }
  void answer_host_call(WorkerId, const HostResult& result) override {
    const bool refused = result.status == HostResult::Status::refused;
    std::string what = refused                                       ? "refused "
                       : result.status == HostResult::Status::thrown ? "thrown "
                                                                     : "value ";
    what += refused ? result.name : result.clone;
    host_results[result.call] = what;
  }
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
  ClientId client{1};
  Access allowed = Access::admin;
  Streams own_streams;
  std::vector<WorkerId> owned;
  std::vector<std::pair<Json, Answer>> later;  // id and what was answered
  struct Request {
    std::string id;
    std::string method;
    Json params;
    std::function<void(Reply)> replied;
  };
  std::vector<Request> requests;
  std::vector<std::pair<std::string, Json>> notifications;
  bool full = false;  // it reads nothing

  ClientId id() const override { return client; }
  Access access() const override { return allowed; }
  Streams& streams() override { return own_streams; }
  void own(WorkerId root) override { owned.push_back(root); }
  LaterAnswer answer_later(const Json& id) override {
    return [this, id](Answer answer) { later.emplace_back(id, std::move(answer)); };
  }
  void request(const std::string& id, std::string_view method, Json params,
               std::function<void(Reply)> replied) override {
    requests.push_back({id, std::string(method), std::move(params), std::move(replied)});
  }
  bool takes_requests() const override { return !full; }
  void forget_request(const std::string& id) override {
    std::erase_if(requests, [&](const Request& request) { return request.id == id; });
  }
  void take_reply(const std::string& id, Reply reply) override {
    const auto found = std::ranges::find(requests, id, &Request::id);
    if (found == requests.end()) return;
    const auto replied = std::move(found->replied);
    requests.erase(found);
    replied(std::move(reply));
  }
  void notify(std::string_view method, Json params) override {
    notifications.emplace_back(method, std::move(params));
  }
};

}  // namespace skep::control
