// How a worker comes to be: asked for, loaded, launched.
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include "base/log.h"
#include "daemon/supervisor_impl.h"
#include "daemon/system/process_id.h"
#include "daemon/unix_time.h"
#include "ipc/futex.h"

namespace skep {
namespace {

// Unix time, coarse on purpose: a fine clock is a tool for timing attacks.
uint64_t coarse_unix_time_us() {
  return unix_time_ms() * 1000;
}

// As everywhere outside of browsers, where a file of that name has no other way to say it.
bool is_module_file(std::string_view file) {
  return file.ends_with(".mjs") || file.ends_with(".mts");
}

// Where a script that came without a file seems to lie: relative URLs start there.
std::string inline_url(bool typescript) {
  return fmt::format("{}/inline.{}", ScriptRoot::origin, typescript ? "ts" : "js");
}

// Workers whose script is being loaded or whose process is being made. Each of them holds
// descriptors and buffers that it will not need any more once it runs, so a storm of spawns waits
// here, where one costs next to nothing.
constexpr size_t most_starting = 64;

}  // namespace

Result<WorkerId> Supervisor::Impl::spawn_root(const RootRequest& request) {
  if (when_empty_) return errno_error(ESHUTDOWN);
  if (request.arguments.size() > max_arguments ||
      encode_arguments(request.arguments).size() > max_arguments_bytes) {
    return errno_error(E2BIG);
  }
  auto tree = std::make_shared<Tree>();
  // Without a directory no script of the tree can be read: it has only what it was given.
  if (!request.directory.empty()) {
    TRY(tree->scripts, ScriptRoot::open(request.directory));
  }
  std::string url = inline_url(request.typescript);
  if (!request.source) {
    TRY(url, tree->scripts.url_of(request.file));
  }

  Worker& worker = workers.add();
  tree->root = worker.id;
  tree->tenant = request.tenant;
  tree->account = tenants.of(request.tenant);
  tree->ports.charge_to(tree->account->queue_bytes);
  tree->owner = request.owner;
  tree->keep_alive = request.keep_alive;
  tree->workers.insert(worker.id);
  worker.tree = std::move(tree);
  worker.name = request.name;
  worker.url = std::move(url);
  worker.module = request.module || (!request.source && is_module_file(request.file));
  worker.limits = request.limits;
  worker.arguments = request.arguments;
  worker.ports[inside_port] = {};  // a root's own port leads nowhere yet
  announce(worker);
  if (std::string refusal; !admit(worker, refusal)) {
    // Later: whoever asked knows its id first.
    boost::asio::post(io_, [this, id = worker.id, refusal] {
      if (Worker* found = workers.find(id)) kill(*found, EndReason::quota, refusal, "tenant");
    });
    return worker.id;
  }
  arm_wall_limit(worker);
  start(worker, request.source);
  return worker.id;
}

void Supervisor::Impl::spawn_child(Worker& parent, PortHandle handle, const SpawnRequest& request) {
  Worker& worker = workers.add();
  worker.parent = parent.id;
  worker.port_in_parent = handle;
  worker.depth = parent.depth + 1;
  worker.tree = parent.tree;
  worker.name = request.name;
  worker.url = request.url;
  worker.module = request.module != 0;
  worker.limits = parent.limits;
  worker.ports[inside_port] = {parent.id, handle};
  parent.ports[handle] = {worker.id, inside_port};
  parent.last_handle = handle;
  parent.children.push_back(worker.id);
  worker.tree->workers.insert(worker.id);
  const size_t in_tree = worker.tree->workers.size();
  announce(worker);

  if (parent.children.size() > parent.limits.children) {
    return kill(worker, EndReason::quota,
                fmt::format("its parent has {} workers already", parent.limits.children),
                "children");
  }
  if (worker.depth > worker.limits.depth) {
    return kill(worker, EndReason::quota,
                fmt::format("workers nest at most {} deep", worker.limits.depth), "depth");
  }
  if (in_tree > options_.tree_workers) {
    return kill(worker, EndReason::quota,
                fmt::format("its tree has {} workers already", options_.tree_workers),
                "tree_workers");
  }
  if (std::string refusal; !admit(worker, refusal)) {
    return kill(worker, EndReason::quota, refusal, "tenant");
  }
  arm_wall_limit(worker);
  std::optional<std::string> source;
  if (request.has_source != 0) source = request.source;
  start(worker, std::move(source));
}

void Supervisor::Impl::announce(Worker& worker) {
  ++counters.workers_requested;
  stir(worker.tree);
  worker.born_ns = monotonic_ns();
  events_.publish(
      SpawnedEvent{worker.id, worker.parent, worker.name, worker.url, worker.tree->tenant});
}

void Supervisor::Impl::arm_wall_limit(Worker& worker) {
  if (worker.limits.wall_ms == 0) return;
  worker.life_timer = std::make_unique<boost::asio::steady_timer>(
      io_, std::chrono::milliseconds(worker.limits.wall_ms));
  worker.life_timer->async_wait([this, id = worker.id](const Error& error) {
    Worker* found = error ? nullptr : workers.find(id);
    if (found == nullptr) return;
    kill(*found, EndReason::wall_limit, fmt::format("it lived for {} ms", found->limits.wall_ms));
  });
}

void Supervisor::Impl::start(Worker& worker, std::optional<std::string> source) {
  if (starting_ >= most_starting) {
    // Kept with the worker: whoever spawns and terminates in a loop must not fill the queue.
    worker.source = std::move(source);
    start_queue_.push_back(worker.id);
    return;
  }
  ++starting_;
  worker.starting = true;
  load(worker, std::move(source));
}

void Supervisor::Impl::started_or_over(Worker& worker) {
  if (!std::exchange(worker.starting, false)) return;
  --starting_;
  while (starting_ < most_starting && !start_queue_.empty()) {
    Worker* waiting = workers.find(start_queue_.front());
    start_queue_.pop_front();
    // It may have been killed meanwhile.
    if (waiting == nullptr || waiting->state != WorkerState::loading) continue;
    start(*waiting, std::exchange(waiting->source, std::nullopt));
  }
}

void Supervisor::Impl::load(Worker& worker, std::optional<std::string> source) {
  ++worker.tree->loading;
  const ScriptKind kind = worker.module ? ScriptKind::module : ScriptKind::classic;
  scripts_.load(script_owner(worker), worker.url, std::move(source), worker.limits.source_bytes,
                kind, [this, id = worker.id, tree = worker.tree](LoadedScript script) {
                  --tree->loading;
                  stir(tree);
                  if (Worker* found = workers.find(id)) on_loaded(*found, std::move(script));
                });
}

void Supervisor::Impl::on_loaded(Worker& worker, LoadedScript script) {
  if (worker.state != WorkerState::loading) return;  // killed meanwhile
  if (script.status == LoadedScript::Status::ok) {
    step(worker, WorkerEvent::script_ready);
    const Result<> launched = launch(worker, script);
    if (!launched) on_launch_failed(worker.id, launched.error());
    return;
  }
  step(worker, WorkerEvent::load_failed);
  const bool invalid = script.status == LoadedScript::Status::invalid;
  const std::string message = invalid
                                  ? "Uncaught SyntaxError: " + script.message
                                  : fmt::format("cannot load {}: {}", worker.url, script.message);
  worker.cause = EndCause{invalid ? EndReason::script_error : EndReason::load_error, message,
                          script.limit ? name(*script.limit) : ""};
  // Said here whatever the parent does about its error event, as a browser's console does.
  ErrorReport report;
  report.kind = invalid ? ErrorReport::Kind::parse : ErrorReport::Kind::load;
  report.message = message;
  report.filename = worker.url;
  report.line = script.line;
  report.column = script.column;
  report.stack = script.frame;
  events_.publish(ErrorEvent{worker.id, report});
  process_over(worker);
}

Result<> Supervisor::Impl::launch(Worker& worker, const LoadedScript& script) {
  TRY(Cell cell, cells.take(worker.id, worker.limits));
  worker.end.emplace(std::move(cell.end));
  if (cell.group) {
    worker.group.emplace(std::move(*cell.group));
    tidy_groups();
  }

  StartScript start;
  start.name = worker.name;
  start.time_origin_us = coarse_unix_time_us();
  start.module = worker.module ? 1 : 0;
  start.script = compiled_script(script);
  start.channels = worker.limits.channels;
  start.ports = worker.limits.ports;
  start.timers = worker.limits.timers;
  start.is_root = worker.parent == WorkerId::none ? 1 : 0;
  start.argument_count = static_cast<uint32_t>(worker.arguments.size());
  const std::string arguments = encode_arguments(worker.arguments);
  start.arguments = arguments;
  const std::string bytes = encode(start);
  worker.down.push_first(*worker.end, DownType::start, as_bytes(std::string_view(bytes)));
  return {};
}

// When the loop has time: what is ready to run goes first.
void Supervisor::Impl::tidy_groups() {
  if (std::exchange(tidying_groups_, true)) return;
  boost::asio::post(io_, [this] {
    tidying_groups_ = false;
    if (options_.groups->tidy()) tidy_groups();
  });
}

void Supervisor::Impl::on_spawned(WorkerId id, int pid, Fd pidfd) {
  Worker* worker = workers.find(id);
  if (worker == nullptr) return;
  worker->pidfd = std::move(pidfd);
  worker->pid = pid;
  started_or_over(*worker);
  events_.publish(StartedEvent{worker->id, worker->parent, worker->name, worker->url, worker->pid,
                               monotonic_ns() - worker->born_ns});
  // Its end may have been decided before there was anything to signal.
  if (worker->state == WorkerState::terminating) return signal_process(worker->pidfd, SIGKILL);
  watch_cpu(*worker);
}

}  // namespace skep
