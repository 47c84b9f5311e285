#include "daemon/supervisor.h"

#include "base/log.h"
#include "daemon/supervisor_impl.h"
#include "daemon/system/process_id.h"
#include "ipc/futex.h"

namespace skep {

Supervisor::Impl::Impl(boost::asio::io_context& io, SupervisorOptions options, EventSink& events)
    : cpu_timers(io, [this](WorkerId id) { on_cpu_used(id); }),
      reaper(io),
      doorbells(io, [this](std::span<const WorkerId> rang) { on_rang(rang); }),
      cells(io, reaper, doorbells,
            {
                .ready =
                    [this](uint32_t layers) {
                      events_.publish(ZygoteEvent{true, layers_with_group(layers)});
                    },
                .spawned = [this](WorkerId id, int pid,
                                  Fd pidfd) { on_spawned(id, pid, std::move(pidfd)); },
                .failed = [this](WorkerId id, const Error& error) { on_launch_failed(id, error); },
                .ended = [this](WorkerId id, const CellEvent& event) { on_ended(id, event); },
                .lost =
                    [this](const std::vector<WorkerId>& lost) {
                      events_.publish(ZygoteEvent{false, 0});
                      on_zygote_lost(lost);
                    },
            },
            counters, {options.workers_per_zygote, options.spare_processes, options.groups}),
      router(io, workers, *this, counters),
      io_(io),
      options_(std::move(options)),
      events_(events),
      scripts_(io, reaper, options_.cache_directory, counters),
      tenant_timer_(io),
      quiet_timer_(io) {}

void Supervisor::Impl::on_rang(std::span<const WorkerId> rang) {
  counters.doorbells += rang.size();
  for (const WorkerId id : rang) {
    Worker* worker = workers.find(id);
    if (worker == nullptr || !worker->end) continue;
    stir(worker->tree);
    router.wake(*worker);
    bool armed;
    if (worker->condemned && worker->end && worker->down.empty() && worker->end->idle(armed)) {
      kill(*worker, EndReason::terminated, "");
    }
  }
}

WorkerStatus Supervisor::Impl::status(const Worker& worker) const {
  WorkerStatus status;
  status.id = worker.id;
  status.parent = worker.parent;
  status.name = worker.name;
  status.url = worker.url;
  status.pid = worker.pid;
  status.state = worker.state;
  status.messages_in = worker.messages_in;
  status.messages_out = worker.messages_out;
  status.queued_bytes = worker.down.bytes();
  status.host_calls = worker.host_calls;
  status.host_calls_refused = worker.host_calls_refused;
  status.host_calls_unanswered = worker.unanswered_calls.size();
  const bool alive = worker.pid != 0 && !worker.process_over;
  status.memory_bytes = alive ? value_or<uint64_t>(resident_bytes(worker.pid), 0) : 0;
  status.tenant = worker.tree->tenant;
  status.detached = worker.tree->owner == ClientId::none;
  status.age_ms = (monotonic_ns() - worker.born_ns) / 1'000'000;
  status.cpu_us = alive ? value_or<uint64_t>(cpu_time_ns(worker.pid), 0) / 1000 : worker.cpu_us;
  return status;
}

WorkerDetails Supervisor::Impl::details(const Worker& worker) const {
  return {worker.limits, worker.arguments, worker.children, worker.soft_limits};
}

uint32_t Supervisor::Impl::layers_with_group(uint32_t layers) const {
  return options_.groups != nullptr ? layers | layer_cgroup : layers;
}

void Supervisor::Impl::drain(std::function<void()> done) {
  if (workers.empty()) {
    done();
    return;
  }
  when_empty_ = std::move(done);
  for (const WorkerId id : roots()) close(id);
}

std::vector<WorkerId> Supervisor::Impl::roots() const {
  std::vector<WorkerId> roots;
  for (const auto& [id, worker] : workers.all()) {
    if (worker->parent == WorkerId::none) roots.push_back(id);
  }
  return roots;
}

void Supervisor::Impl::shutdown(std::function<void()> done) {
  if (workers.empty()) {
    done();
    return;
  }
  when_empty_ = std::move(done);
  for (const WorkerId id : roots()) {
    if (Worker* root = workers.find(id))
      kill(*root, EndReason::terminated, "skepd is shutting down");
  }
}

Supervisor::Supervisor(boost::asio::io_context& io, SupervisorOptions options, EventSink& events)
    : impl_(std::make_unique<Impl>(io, std::move(options), events)) {}

Supervisor::~Supervisor() = default;

Result<WorkerId> Supervisor::spawn_root(const RootRequest& request) {
  return impl_->spawn_root(request);
}

bool Supervisor::terminate(WorkerId id) {
  Worker* worker = impl_->workers.find(id);
  if (worker == nullptr) return false;
  impl_->kill(*worker, EndReason::terminated, "by request");
  return true;
}

bool Supervisor::end_worker(WorkerId id, EndReason reason, std::string_view detail) {
  Worker* worker = impl_->workers.find(id);
  if (worker == nullptr) return false;
  impl_->kill(*worker, reason, detail);
  return true;
}

std::optional<WorkerActivity> Supervisor::activity(WorkerId id) const {
  const Worker* worker = impl_->workers.find(id);
  if (worker == nullptr || !worker->end) return std::nullopt;
  return WorkerActivity{worker->end->busy(), worker->end->tasks(), worker->messages_out};
}

void Supervisor::set_quotas(const std::map<std::string, TenantQuota>& quotas,
                            uint64_t most_workers) {
  impl_->set_quotas(quotas, most_workers);
}

bool Supervisor::close(WorkerId worker) {
  return impl_->close(worker);
}

Posted Supervisor::post(WorkerId root, std::string_view clone) {
  return impl_->post(root, clone);
}

Posted Supervisor::channel_post(WorkerId root, std::string_view channel, std::string_view clone) {
  return impl_->channel_post(root, channel, clone);
}

bool Supervisor::channel_join(WorkerId id, std::string_view channel) {
  Worker* root = impl_->find_root(id);
  if (root == nullptr || channel.size() > max_channel_bytes) return false;
  root->tree->channels.join_from_outside(channel);
  return true;
}

void Supervisor::channel_leave(WorkerId id, std::string_view channel) {
  if (Worker* root = impl_->find_root(id)) root->tree->channels.leave_from_outside(channel);
}

void Supervisor::set_host_calls(HostCalls* calls) {
  impl_->host_calls = calls;
}

bool Supervisor::answer_host_call(WorkerId worker, const HostResult& result) {
  return impl_->answer_host_call(worker, result);
}

size_t Supervisor::worker_count() const {
  return impl_->workers.all().size();
}

std::vector<WorkerStatus> Supervisor::list(WorkerId after, size_t most,
                                           const std::optional<std::string>& tenant) const {
  std::vector<WorkerStatus> out;
  const std::set<WorkerId>& ids = impl_->workers.in_order();
  for (auto id = ids.upper_bound(after); id != ids.end() && out.size() < most; ++id) {
    const Worker& worker = *impl_->workers.find(*id);
    if (!tenant || worker.tree->tenant == *tenant) out.push_back(impl_->status(worker));
  }
  return out;
}

std::optional<WorkerStatus> Supervisor::inspect(WorkerId id) const {
  const Worker* worker = impl_->workers.find(id);
  if (worker == nullptr) return std::nullopt;
  return impl_->status(*worker);
}

std::optional<WorkerDetails> Supervisor::details(WorkerId id) const {
  const Worker* worker = impl_->workers.find(id);
  if (worker == nullptr) return std::nullopt;
  return impl_->details(*worker);
}

std::optional<TreeInfo> Supervisor::tree_of(WorkerId id) const {
  const Worker* worker = impl_->workers.find(id);
  if (worker == nullptr) return std::nullopt;
  return TreeInfo{worker->tree->root, worker->tree->owner, worker->tree->tenant};
}

std::optional<uint32_t> Supervisor::sandbox_layers() const {
  const std::optional<uint32_t> layers = impl_->cells.layers();
  if (!layers) return std::nullopt;
  return impl_->layers_with_group(*layers);
}

void Supervisor::resume_console() {
  impl_->router.resume();
}

void Supervisor::drain(std::function<void()> done) {
  impl_->drain(std::move(done));
}

void Supervisor::shutdown(std::function<void()> done) {
  impl_->shutdown(std::move(done));
}

}  // namespace skep
