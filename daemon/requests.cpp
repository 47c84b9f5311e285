// What a worker asks of the supervisor: every whole message but the routed ones.
#include <fmt/format.h>

#include "base/log.h"
#include "daemon/routing/up_message.h"
#include "daemon/supervisor_impl.h"
#include "ipc/futex.h"

namespace skep {
namespace {

// Scripts of one importScripts() that are loaded at once: each is read in one go.
constexpr size_t most_loading = 4;

}  // namespace

using up_message::name;

void Supervisor::Impl::on_request(Worker& worker, const RecordHeader& header,
                                  std::span<const std::byte> bytes) {
  wrong_ = "it cannot be read";
  if (!handle(worker, header, bytes)) {
    const auto type = static_cast<UpType>(header.type);
    on_violation(worker, fmt::format("its request {} is wrong: {}", name(type), wrong_));
  }
}

bool Supervisor::Impl::handle(Worker& worker, const RecordHeader& header,
                              std::span<const std::byte> bytes) {
  switch (static_cast<UpType>(header.type)) {
    case UpType::message: return false;  // the router carries these, they never get here
    case UpType::spawn: {
      SpawnRequest request;
      // Each child gets a number above all before it: one number never names two.
      if (!decode(bytes, request)) return false;
      if (header.channel <= worker.last_handle) return wrong("its number is not a new one");
      router.charge(Router::large_request);
      if (worker.state != WorkerState::closing) spawn_child(worker, header.channel, request);
      return true;
    }
    case UpType::terminate_child:
      if (header.channel == inside_port || header.channel > worker.last_handle) {
        return wrong("it never had that child");
      }
      router.charge(Router::large_request);
      terminate_child(worker, header.channel);
      return true;
    case UpType::close:
      step(worker, WorkerEvent::close_called);
      worker.down.clear();
      return true;
    case UpType::started:
      step(worker, WorkerEvent::script_ran);
      cells.script_ran();
      return true;
    case UpType::start_failed: return on_error_report(worker, bytes, true);
    case UpType::report_error: return on_error_report(worker, bytes, false);
    case UpType::console: return on_console(worker, bytes);
    case UpType::import_scripts: return on_import(worker, bytes);
    case UpType::load_module: return on_load_module(worker, bytes);
    case UpType::host_call: return on_host_call(worker, bytes);
    case UpType::broadcast: return on_broadcast(worker, bytes);
    case UpType::channel_join: return on_channel(worker, bytes, true);
    case UpType::channel_leave: return on_channel(worker, bytes, false);
    case UpType::lock_request: return on_lock_request(worker, bytes);
    case UpType::lock_release: return on_lock_release(worker, bytes);
    case UpType::lock_query: return on_lock_query(worker, bytes);
    case UpType::blob_add: return on_blob_add(worker, bytes);
    case UpType::blob_revoke: return on_blob_revoke(worker, bytes);
    case UpType::blob_find: return on_blob_find(worker, bytes);
    case UpType::limit_met: return on_told_limit(worker, bytes);
    case UpType::port_open:
    case UpType::port_post:
    case UpType::port_return:
    case UpType::port_start:
    case UpType::port_withdraw:
    case UpType::port_close: return on_port_request(worker, header, bytes);
  }
  return false;
}

bool Supervisor::Impl::on_console(Worker& worker, std::span<const std::byte> bytes) {
  ConsoleLine line;
  if (!decode(bytes, line)) return false;
  router.charge(Router::small_request);
  if (const uint64_t rate = worker.limits.console_bytes_per_s; rate != 0) {
    const uint64_t now = monotonic_ns();
    if (!worker.console.has(now, rate, line.text.size())) {
      ++worker.console_lost;
      on_limit_met(worker, SoftLimit::console_bytes_per_s, 1);
      return true;
    }
    worker.console.take(now, rate, line.text.size());
  }
  if (worker.console_lost != 0) {
    events_.publish(ConsoleLostEvent{worker.id, std::exchange(worker.console_lost, 0)});
  }
  events_.publish(ConsoleEvent{worker.id, worker.name, line.level, line.text});
  return true;
}

bool Supervisor::Impl::on_error_report(Worker& worker, std::span<const std::byte> bytes,
                                       bool start_failed) {
  ErrorReport report;
  if (!decode(bytes, report)) return false;
  if (start_failed) {
    // Its process ends by itself now; this says why before its exit status can.
    if (!worker.cause) {
      worker.cause = EndCause{EndReason::script_error, std::string(report.message)};
    }
    report.kind = ErrorReport::Kind::parse;
  }
  Worker* parent = workers.find(worker.parent);
  if (parent == nullptr) {
    if (report.observed == 0) worker.unhandled_error = true;
    events_.publish(ErrorEvent{worker.id, report});
    return true;
  }
  // Said here whatever the parent does about its error event, which comes once the worker is gone:
  // see report_end_to_parent().
  if (start_failed) events_.publish(ErrorEvent{worker.id, report});
  if (start_failed || !takes_messages(parent->state)) return true;
  // Only these two come out of a running script, whatever it claims.
  if (report.kind != ErrorReport::Kind::rejection) report.kind = ErrorReport::Kind::exception;
  const std::string encoded = encode(report);
  router.send(*parent, DownType::child_error, worker.port_in_parent,
              as_bytes(std::string_view(encoded)));
  return true;
}

// Its texts are parts of `script`.
ImportedScript Supervisor::Impl::imported_from(const LoadedScript& script) {
  ImportedScript imported;
  imported.script = compiled_script(script);
  if (script.status == LoadedScript::Status::unavailable) {
    imported.status = ImportedScript::Status::network_error;
    imported.detail = script.message;
  } else if (script.status == LoadedScript::Status::invalid) {
    imported.status = ImportedScript::Status::syntax_error;
    imported.error.kind = ErrorReport::Kind::parse;
    imported.error.message = script.message;
    imported.error.filename = script.url;
    imported.error.line = script.line;
    imported.error.column = script.column;
  }
  return imported;
}

bool Supervisor::Impl::on_import(Worker& worker, std::span<const std::byte> bytes) {
  ImportRequest request;
  if (!decode(bytes, request)) return false;
  if (request.count == 0) return wrong("it imports no script");
  // importScripts() blocks, so a correct worker never has two requests at once.
  if (imports_.contains(worker.id)) return wrong("it waits for scripts already");
  Import& import = imports_[worker.id];
  import.items = request.items;
  import.left = request.count;
  load_imports(worker.id);
  return true;
}

void Supervisor::Impl::load_imports(WorkerId id) {
  Import& import = imports_.at(id);
  Worker& worker = *workers.find(id);
  std::string_view items = std::string_view(import.items).substr(import.offset);
  ImportItem item;
  while (import.left > 0 && import.begun - import.sent < most_loading && next_item(items, item)) {
    std::optional<std::string> source;
    if (item.has_source != 0) source = item.source;
    --import.left;
    ++worker.tree->loading;
    router.charge(Router::large_request);
    scripts_.load(script_owner(worker), std::string(item.url), std::move(source),
                  worker.limits.source_bytes, ScriptKind::classic,
                  [this, index = import.begun++, id, tree = worker.tree](LoadedScript script) {
                    --tree->loading;
                    stir(tree);
                    if (imports_.contains(id)) on_import_loaded(id, index, std::move(script));
                  });
  }
  import.offset = import.items.size() - items.size();
}

// Its worker is there: what it imports is forgotten with it.
void Supervisor::Impl::on_import_loaded(WorkerId id, size_t index, LoadedScript script) {
  Import& import = imports_.at(id);
  Worker& worker = *workers.find(id);
  if (script.limit) on_limit_met(worker, *script.limit, 1);
  const CompiledScript parts = compiled_script(script);
  import.bytes += parts.code.size() + parts.compiled.size();
  if (import.bytes > worker.limits.memory_bytes) {
    // It could not run so much, and it is not kept here either.
    LoadedScript refused;
    refused.status = LoadedScript::Status::unavailable;
    refused.url = script.url;
    script = std::move(refused);
    script.message = "the scripts of this importScripts() are larger than the worker's memory";
  }
  import.loaded.emplace(index, std::move(script));
  for (auto next = import.loaded.begin(); next != import.loaded.end() && next->first == import.sent;
       next = import.loaded.erase(next)) {
    ++import.sent;
    const std::string encoded = encode(imported_from(next->second));
    router.send(worker, DownType::imported, inside_port, as_bytes(std::string_view(encoded)));
  }
  if (import.left == 0 && import.sent == import.begun) {
    imports_.erase(id);
  } else {
    load_imports(id);
  }
}

void Supervisor::Impl::on_violation(Worker& worker, std::string_view what) {
  log::warning("worker {} breaks the protocol: {}", number(worker.id), what);
  kill(worker, EndReason::protocol_violation, what);
}

void Supervisor::Impl::on_unresponsive(Worker& worker) {
  kill(worker, EndReason::unresponsive,
       fmt::format("it took no message for {} ms though its queue of {} bytes was full",
                   worker.limits.stall_ms, worker.limits.queue_bytes));
}

bool Supervisor::Impl::congested(WorkerId worker) const {
  return events_.congested(worker);
}

}  // namespace skep
