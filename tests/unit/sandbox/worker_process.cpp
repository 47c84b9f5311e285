#include "worker_process.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "proto/blob_messages.h"
#include "proto/port_messages.h"
#include "proto/soft_limit.h"
#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "sandbox/worker.h"
#include "test_heap.h"
#include "tests/unit/child.h"

namespace skep::test {
namespace {

std::string place(const ErrorReport& report) {
  return std::string(report.message) + " " + std::string(report.filename) + ":" +
         std::to_string(report.line) + ":" + std::to_string(report.column);
}

}  // namespace

WorkerProcess::WorkerProcess(const std::string& code, std::map<std::string, std::string> imports)
    : end_(SupervisorEnd::create().value()), imports_(std::move(imports)) {
  start(code, "file:///main.js", {});
}

WorkerProcess::WorkerProcess(const std::string& code, const std::string& url,
                             const std::vector<std::string>& arguments)
    : end_(SupervisorEnd::create().value()) {
  start(code, url, arguments);
}

void WorkerProcess::start(const std::string& code, const std::string& url,
                          const std::vector<std::string>& arguments) {
  duk_context* heap = test_heap();
  end_.report_idle(IdleReport::for_good);
  pid_ = fork_child([&] {
    auto segment = Segment::map_for_worker(end_.memfd());
    WorkerEnd worker_end(std::move(segment).value(), end_.doorbell().get());
    test_arena().set_limit(size_t{64} << 20);
    const std::byte seed[32] = {};
    run_worker(heap, test_arena(), worker_end, seed);
  });
  StartScript start;
  start.name = "test";
  start.script.url = url;
  start.script.code = code;
  start.channels = 3;
  start.ports = 6;
  start.timers = 65536;
  start.is_root = url.ends_with("?root") ? 1 : 0;
  start.argument_count = static_cast<uint32_t>(arguments.size());
  const std::string encoded = encode_arguments(arguments);
  start.arguments = encoded;
  send(DownType::start, inside_port, encode(start));
}

WorkerProcess::~WorkerProcess() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  reap(pid_);
}

void WorkerProcess::send(DownType type, PortHandle channel, const std::string& bytes) {
  RecordHeader header;
  header.type = static_cast<uint8_t>(type);
  header.channel = channel;
  header.message_id = next_id_++;
  header.flags = flag_first;
  size_t at = 0;
  do {
    const std::string part = bytes.substr(at, RingWriter::max_payload);
    at += part.size();
    if (at == bytes.size()) header.flags |= flag_last;
    down_.emplace_back(header, part);
    header.flags = 0;
  } while (at < bytes.size());
}

void WorkerProcess::interleave(DownType outer_type, const std::string& outer, DownType inner_type,
                               const std::string& inner) {
  const size_t before = down_.size();
  send(outer_type, inside_port, outer);
  const std::pair<RecordHeader, std::string> last = down_.back();
  REQUIRE(down_.size() > before + 1);
  down_.pop_back();
  --next_id_;
  send(inner_type, inside_port, inner);
  down_.push_back(last);
}

void WorkerProcess::post(const std::string& bytes, PortHandle channel) {
  send(DownType::message, channel, bytes);
}

void WorkerProcess::pump_down() {
  while (!down_.empty() &&
         end_.send(down_.front().first, as_bytes(down_.front().second)) == RingState::ready) {
    down_.pop_front();
  }
}

bool WorkerProcess::pump_up() {
  if (end_.reader().snapshot() != RingState::ready) return false;
  RecordHeader header;
  std::span<const std::byte> payload;
  while (end_.reader().peek(header, payload) == RingState::ready) {
    std::string& whole = unfinished_[header.message_id];
    whole.append(reinterpret_cast<const char*>(payload.data()), payload.size());
    if ((header.flags & flag_last) != 0) {
      handle(header, whole);
      unfinished_.erase(header.message_id);
    }
    end_.reader().release();
    end_.room_was_made();
  }
  return true;
}

void WorkerProcess::log_port(const RecordHeader& header, std::span<const std::byte> payload) {
  const auto name = [](PortHandle port) {
    if (!is_message_port(port)) return std::to_string(port);
    return is_made_port(port) ? "m" + std::to_string(port - first_made_port + 1)
                              : "g" + std::to_string(port - first_given_port);
  };
  PortPair pair;
  PortMessage message;
  switch (static_cast<UpType>(header.type)) {
    case UpType::port_open:
      if (decode(payload, pair)) log_ += "open " + name(pair.first) + " " + name(pair.second);
      break;
    case UpType::port_post:
    case UpType::port_return:
      if (!decode(payload, message)) break;
      log_ += static_cast<UpType>(header.type) == UpType::port_post ? "post " : "return ";
      log_ += name(header.channel);
      for (uint32_t i = 0; i < message.count; ++i) log_ += " " + name(message.handle(i));
      messages.push_back(std::string(message.clone));
      break;
    case UpType::port_start: log_ += "start " + name(header.channel); break;
    case UpType::port_close: log_ += "close " + name(header.channel); break;
    default:
      log_ += "withdraw " + name(header.channel);
      send(DownType::port_withdrawn, header.channel, "");
      break;
  }
  log_ += "\n";
}

void WorkerProcess::handle(const RecordHeader& header, const std::string& bytes) {
  const auto payload = as_bytes(bytes);
  switch (static_cast<UpType>(header.type)) {
    case UpType::message:
      messages.push_back(bytes);
      log_ += "message " + std::to_string(header.channel) + "\n";
      if (echo) post(bytes, header.channel);
      break;
    case UpType::console: {
      ConsoleLine line;
      if (decode(payload, line)) log_.append(line.text).append("\n");
      break;
    }
    case UpType::report_error:
    case UpType::start_failed: {
      ErrorReport report;
      const bool failed = static_cast<UpType>(header.type) == UpType::start_failed;
      if (decode(payload, report))
        log_ += (failed ? "start_failed " : "error ") + place(report) + "\n";
      break;
    }
    case UpType::host_call: {
      HostCall call;
      if (!decode(payload, call)) break;
      log_ += "call " + std::to_string(call.call) + " " + std::string(call.function) + "\n";
      messages.push_back(std::string(call.arguments));
      break;
    }
    case UpType::broadcast: {
      Broadcast broadcast;
      if (!decode(payload, broadcast)) break;
      log_ += "broadcast " + std::string(broadcast.channel) + "\n";
      messages.push_back(std::string(broadcast.clone));
      break;
    }
    case UpType::channel_join:
    case UpType::channel_leave: {
      ChannelName name;
      const bool join = static_cast<UpType>(header.type) == UpType::channel_join;
      if (decode(payload, name))
        log_ += (join ? "join " : "leave ") + std::string(name.channel) + "\n";
      break;
    }
    case UpType::limit_met: {
      LimitMet met;
      if (!decode(payload, met)) break;
      log_ += "limit " + std::string(name(*told_by_worker(met.limit))) + " " +
              std::to_string(met.times) + "\n";
      break;
    }
    case UpType::load_module: log_ += "module\n"; break;
    case UpType::lock_request:
    case UpType::lock_release:
    case UpType::lock_query: log_ += "locks\n"; break;
    case UpType::blob_add: {
      BlobEntry entry;
      if (!decode(payload, entry)) break;
      log_ += "blob " + std::string(entry.type) + " " + std::string(entry.bytes) + "\n";
      break;
    }
    case UpType::blob_revoke: log_ += "revoke\n"; break;
    case UpType::blob_find: {
      BlobUrl asked;
      if (!decode(payload, asked)) break;
      log_ += "find " + std::string(asked.url) + "\n";
      FoundBlob answer;
      if (const auto found = blobs.find(std::string(asked.url)); found != blobs.end()) {
        answer = {1, "text/javascript", found->second};
      }
      send(DownType::blob_found, inside_port, encode(answer));
      break;
    }
    case UpType::port_open:
    case UpType::port_post:
    case UpType::port_return:
    case UpType::port_start:
    case UpType::port_withdraw:
    case UpType::port_close: log_port(header, payload); break;
    case UpType::started: log_ += "started\n"; break;
    case UpType::close: log_ += "close\n"; break;
    case UpType::terminate_child:
      log_ += "terminate " + std::to_string(header.channel) + "\n";
      break;
    case UpType::spawn: {
      SpawnRequest request;
      if (decode(payload, request)) log_ += "spawn " + std::string(request.url) + "\n";
      break;
    }
    case UpType::import_scripts: {
      ImportRequest request;
      if (!decode(payload, request)) break;
      for (uint32_t i = 0; i < request.count; i++) {
        ImportItem item;
        if (!next_item(request.items, item)) break;
        ImportedScript answer;
        const auto found = imports_.find(std::string(item.url.substr(item.url.rfind('/') + 1)));
        if (found == imports_.end()) {
          answer.status = ImportedScript::Status::network_error;
          answer.detail = "no such script";
        } else {
          answer.script.url = item.url;
          answer.script.code = found->second;
        }
        send(DownType::imported, inside_port, encode(answer));
      }
      break;
    }
  }
}

std::string WorkerProcess::run() {
  for (;;) {
    pump_down();
    if (pump_up()) continue;
    bool armed = false;
    if (pid_ >= 0 && down_.empty() && end_.idle(armed) && !armed) break;
    int status = 0;
    if (pid_ >= 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      while (pump_up()) {
      }
      log_ += WIFEXITED(status) ? "exit " + std::to_string(WEXITSTATUS(status)) + "\n"
                                : "signal " + std::to_string(WTERMSIG(status)) + "\n";
      break;
    }
    // The doorbell rings for records and for idleness, not for death: look again soon.
    if (!end_.await_doorbell()) {
      pollfd bell = {end_.doorbell().get(), POLLIN, 0};
      ::poll(&bell, 1, 1);
      uint64_t count;
      [[maybe_unused]] const auto got = ::read(bell.fd, &count, sizeof count);
    }
  }
  return std::exchange(log_, {});
}

}  // namespace skep::test
