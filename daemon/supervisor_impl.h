// The parts of the supervisor put together. Split by topic: spawning.cpp (a worker comes to be),
// requests.cpp (what it asks for), outside.cpp (what it and the outside say to each other),
// port_traffic.cpp (MessagePorts), ending.cpp (how it goes), quiescence.cpp (a tree that is done),
// tenancy.cpp (what its tenant may use), cpu_limits.cpp and limits_met.cpp (its own limits).
#pragma once

#include <deque>
#include <map>
#include <unordered_set>

#include "daemon/processes/cells.h"
#include "daemon/routing/router.h"
#include "daemon/scripts/script_store.h"
#include "daemon/supervisor.h"
#include "daemon/tenants.h"
#include "proto/port_messages.h"

namespace skep {

class Supervisor::Impl final : public Router::Client {
 public:
  Impl(boost::asio::io_context& io, SupervisorOptions options, EventSink& events);

  // spawning.cpp
  Result<WorkerId> spawn_root(const RootRequest& request);

  // outside.cpp
  bool answer_host_call(WorkerId id, const HostResult& result);
  Posted post(WorkerId root, std::string_view clone);
  bool close(WorkerId id);
  Posted channel_post(WorkerId root, std::string_view channel, std::string_view clone);
  Worker* find_root(WorkerId id) const;

  // ending.cpp
  // `limit` is one that was met, where the reason does not say which.
  void kill(Worker& worker, EndReason reason, std::string_view detail, std::string_view limit = {});

  WorkerStatus status(const Worker& worker) const;
  WorkerDetails details(const Worker& worker) const;
  void drain(std::function<void()> done);
  Census census() const;  // census.cpp
  // Of a zygote's workers, with what the supervisor adds.
  uint32_t layers_with_group(uint32_t layers) const;
  void shutdown(std::function<void()> done);
  std::vector<WorkerId> roots() const;

  // tenancy.cpp
  void set_quotas(const std::map<std::string, TenantQuota>& quotas, uint64_t most_workers);

  Counters counters;
  Tenants tenants;
  CpuTimers cpu_timers;  // before the workers, whose timers are in it
  WorkerTable workers;
  Reaper reaper;  // before all who start programs
  Doorbells doorbells;
  Cells cells;
  Router router;
  HostCalls* host_calls = nullptr;

 private:
  // --- spawning.cpp ---
  void spawn_child(Worker& parent, PortHandle handle, const SpawnRequest& request);
  // It has its id: whoever listens may hear of it from now on.
  void announce(Worker& worker);
  // Loads its script and makes its process, now or when fewer others are being started.
  void start(Worker& worker, std::optional<std::string> source);
  void started_or_over(Worker& worker);
  void load(Worker& worker, std::optional<std::string> source);
  void on_loaded(Worker& worker, LoadedScript script);
  Result<> launch(Worker& worker, const LoadedScript& script);
  void on_spawned(WorkerId id, int pid, Fd pidfd);
  void arm_wall_limit(Worker& worker);
  void tidy_groups();

  // --- requests.cpp: Router::Client ---
  void on_request(Worker& worker, const RecordHeader& header,
                  std::span<const std::byte> bytes) override;
  void on_violation(Worker& worker, std::string_view what) override;
  void on_taken(Worker& worker) override { stir(worker.tree); }
  void on_unresponsive(Worker& worker) override;
  bool congested(WorkerId worker) const override;
  bool wants_messages(WorkerId root) const override;
  void on_posted_outside(Worker& root, uint64_t size, std::span<const std::byte> clone) override;
  bool handle(Worker& worker, const RecordHeader& header, std::span<const std::byte> bytes);
  // False, and what is wrong with the request that is handled.
  bool wrong(std::string_view why) {
    wrong_ = why;
    return false;
  }
  bool on_console(Worker& worker, std::span<const std::byte> bytes);
  bool on_error_report(Worker& worker, std::span<const std::byte> bytes, bool start_failed);
  bool on_import(Worker& worker, std::span<const std::byte> bytes);
  void load_imports(WorkerId id);
  void on_import_loaded(WorkerId id, size_t index, LoadedScript script);
  static ImportedScript imported_from(const LoadedScript& script);

  // --- modules.cpp ---
  bool on_load_module(Worker& worker, std::span<const std::byte> bytes);

  // --- outside.cpp ---
  bool on_host_call(Worker& worker, std::span<const std::byte> bytes);
  bool on_broadcast(Worker& worker, std::span<const std::byte> bytes);
  bool on_channel(Worker& worker, std::span<const std::byte> bytes, bool join);
  void refuse_call(Worker& worker, uint32_t call, std::string_view name, std::string_view message);
  void leave_all_channels(Worker& worker);
  bool on_lock_request(Worker& worker, std::span<const std::byte> bytes);
  bool on_lock_release(Worker& worker, std::span<const std::byte> bytes);
  bool on_lock_query(Worker& worker, std::span<const std::byte> bytes);
  void leave_all_locks(Worker& worker);
  void send_lock_answers(const std::shared_ptr<Tree>& tree, const Locks::Answers& answers);
  void settle_locks_later(const std::shared_ptr<Tree>& tree);
  void forget_calls(Worker& worker);

  // --- blob_requests.cpp ---
  bool on_blob_add(Worker& worker, std::span<const std::byte> bytes);
  bool on_blob_revoke(Worker& worker, std::span<const std::byte> bytes);
  bool on_blob_find(Worker& worker, std::span<const std::byte> bytes);

  // --- port_traffic.cpp ---
  bool on_port_request(Worker& worker, const RecordHeader& header,
                       std::span<const std::byte> bytes);
  bool on_port_open(Worker& worker, std::span<const std::byte> bytes);
  bool on_port_post(Worker& worker, PortHandle through, std::span<const std::byte> bytes);
  bool on_port_return(Worker& worker, PortHandle handle, std::span<const std::byte> bytes);
  void start_port(Worker& worker, Port& port);
  bool take_ports(Worker& sender, PortHandle through, const PortMessage& message,
                  HeldMessage& held);
  void wait_at(Worker& sender, PortId target, HeldMessage message);
  void deliver_port_message(Worker& receiver, PortHandle channel, HeldMessage message);
  void drop_message(Tree& tree, HeldMessage& message);
  void refuse_message(Worker& sender, HeldMessage& message);
  void refuse_ports(Worker& worker, size_t count, std::string_view why);
  void remove_ports(Tree& tree, std::vector<PortId> gone);
  void tell_if_closed(Tree& tree, PortId id);
  void close_handles(Worker& worker, std::span<const PortHandle> handles);
  void close_all_ports(Worker& worker);

  // --- limits_met.cpp ---
  void on_limit_met(Worker& worker, SoftLimit limit, uint64_t times) override;
  bool on_told_limit(Worker& worker, std::span<const std::byte> bytes);

  // --- cpu_limits.cpp ---
  void watch_cpu(Worker& worker);
  void on_cpu_used(WorkerId id);

  // --- ending.cpp ---
  // Takes the step in the life-cycle table; false if the event does not apply now.
  bool step(Worker& worker, WorkerEvent event);
  void terminate_child(Worker& parent, PortHandle handle);
  void on_grace_over(Worker& worker, uint64_t cpu_before_ns, uint64_t since_ns);
  void kill_children(Worker& worker);
  void on_ended(WorkerId id, const CellEvent& event);
  void on_launch_failed(WorkerId id, const Error& error);
  void on_zygote_lost(const std::vector<WorkerId>& lost);
  void process_over(Worker& worker);
  void finish_if_over(WorkerId id);
  void report_end_to_parent(Worker& worker);
  void publish_exit(const Worker& worker);

  // --- tenancy.cpp ---
  // Counts a new worker in its tenant's account; false, and why, if there is no room for it.
  bool admit(Worker& worker, std::string& refusal);
  void release(Worker& worker);
  void watch_tenants(std::chrono::milliseconds delay);
  void look_at_tenants();

  // --- quiescence.cpp ---
  enum class Quiet : uint8_t { yes, no, look_again };
  // Something happened in this tree that may lead to its end.
  void stir(const std::shared_ptr<Tree>& tree);
  void look_for_quiet_trees();
  Quiet look_at(Tree& tree);
  Quiet look_at(Worker& worker);

  void on_rang(std::span<const WorkerId> rang);

  // One importScripts(): its scripts are loaded a few at a time, and sent in their order.
  struct Import {
    std::string items;  // ImportItems
    size_t offset = 0;  // in it, of the first that was not begun
    uint32_t left = 0;  // how many were not
    size_t begun = 0;
    size_t sent = 0;
    uint64_t bytes = 0;                     // of code, so far
    std::map<size_t, LoadedScript> loaded;  // that were not sent
  };

  boost::asio::io_context& io_;
  SupervisorOptions options_;
  EventSink& events_;
  ScriptStore scripts_;
  std::map<WorkerId, Import> imports_;
  std::string_view wrong_;  // a literal: about the request that is handled
  std::function<void()> when_empty_;

  boost::asio::steady_timer tenant_timer_;
  bool tenant_timer_armed_ = false;

  size_t starting_ = 0;
  std::deque<WorkerId> start_queue_;  // some may be gone meanwhile
  std::vector<std::shared_ptr<Tree>> restless_;
  boost::asio::steady_timer quiet_timer_;
  bool quiet_timer_armed_ = false;
  bool tidying_groups_ = false;
};

}  // namespace skep
