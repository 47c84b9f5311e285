// What a worker asks of the supervisor: every whole message but the routed ones.
#include <fmt/format.h>

#include "base/log.h"
#include "daemon/supervisor_impl.h"
#include "ipc/futex.h"

namespace skep {

void Supervisor::Impl::on_request(Worker& worker, const RecordHeader& header,
                                  std::span<const std::byte> bytes) {
  if (!handle(worker, header, bytes)) {
    on_violation(worker, fmt::format("a request of type {} is malformed", header.type));
  }
}

bool Supervisor::Impl::handle(Worker& worker, const RecordHeader& header,
                              std::span<const std::byte> bytes) {
  switch (static_cast<UpType>(header.type)) {
    case UpType::message: return false;  // the router carries these, they never get here
    case UpType::spawn: {
      SpawnRequest request;
      // Each child gets a number above all before it: one number never names two.
      if (header.channel <= worker.last_handle || !decode(bytes, request)) return false;
      if (worker.state != WorkerState::closing) spawn_child(worker, header.channel, request);
      return true;
    }
    case UpType::terminate_child:
      if (!bytes.empty() || header.channel == inside_port || header.channel > worker.last_handle) {
        return false;
      }
      terminate_child(worker, header.channel);
      return true;
    case UpType::close:
      if (!bytes.empty()) return false;
      step(worker, WorkerEvent::close_called);
      worker.down.clear();
      return true;
    case UpType::started:
      if (!bytes.empty()) return false;
      step(worker, WorkerEvent::script_ran);
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

bool Supervisor::Impl::on_import(Worker& worker, std::span<const std::byte> bytes) {
  ImportRequest request;
  // importScripts() blocks, so a correct worker never has two requests at once.
  if (!decode(bytes, request) || request.count == 0 || imports_.contains(worker.id)) return false;
  Import& import = imports_[worker.id];
  import.loaded.resize(request.count);
  import.missing = request.count;
  std::string_view items = request.items;
  ImportItem item;
  for (size_t i = 0; next_item(items, item); ++i) {
    std::optional<std::string> source;
    if (item.has_source != 0) source = item.source;
    ++worker.tree->loading;
    scripts_.load(worker.tree->scripts, std::string(item.url), std::move(source),
                  worker.limits.source_bytes, ScriptKind::classic,
                  [this, i, id = worker.id, tree = worker.tree](LoadedScript script) {
                    --tree->loading;
                    note_activity();
                    const auto found = imports_.find(id);
                    if (found == imports_.end()) return;  // the worker is gone
                    found->second.loaded[i] = std::move(script);
                    if (--found->second.missing == 0) send_imported(id);
                  });
  }
  return true;
}

// Its texts are parts of `script`.
ImportedScript Supervisor::Impl::imported_from(const LoadedScript& script) {
  ImportedScript imported;
  imported.script = {script.url, script.code, script.line_table};
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

void Supervisor::Impl::send_imported(WorkerId id) {
  const Import import = std::move(imports_.extract(id).mapped());
  Worker* worker = workers.find(id);
  if (worker == nullptr) return;
  for (const LoadedScript& script : import.loaded) {
    if (script.too_large) on_limit_met(*worker, SoftLimit::source_bytes, 1);
    const ImportedScript imported = imported_from(script);
    const std::string encoded = encode(imported);
    router.send(*worker, DownType::imported, inside_port, as_bytes(std::string_view(encoded)));
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
