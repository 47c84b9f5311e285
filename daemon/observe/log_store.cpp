#include "daemon/observe/log_store.h"

#include <algorithm>

#include "daemon/unix_time.h"

namespace skep {
namespace {

// What a line costs besides its text: without it, empty lines would be free.
constexpr size_t line_overhead = 64;

size_t cost(const LogEntry& entry) {
  return entry.text.size() + line_overhead;
}

}  // namespace

LogStore::LogStore(LogLimits limits) : LogStore(limits, unix_time_ms) {}

LogStore::LogStore(LogLimits limits, Clock clock) : limits_(limits), clock_(std::move(clock)) {}

void LogStore::publish(const Event& event) {
  if (const auto* console = std::get_if<ConsoleEvent>(&event)) {
    append(console->worker, {clock_(), console->level, std::string(console->text)});
  } else if (const auto* lost = std::get_if<ConsoleLostEvent>(&event)) {
    logs_[lost->worker].lost += lost->lines;
  } else if (const auto* exit = std::get_if<ExitEvent>(&event)) {
    end(exit->worker);
  }
}

void LogStore::append(WorkerId worker, LogEntry entry) {
  const size_t needed = cost(entry);
  Log& log = logs_[worker];
  if (needed > limits_.worker_bytes || needed > limits_.all_bytes) {
    ++log.lost;
    return;
  }
  while (log.bytes + needed > limits_.worker_bytes || log.entries.size() >= limits_.worker_lines) {
    drop_oldest(worker, log);
  }
  while (bytes_ + needed > limits_.all_bytes) {
    const WorkerId largest{by_size_.rbegin()->second};
    drop_oldest(largest, logs_.at(largest));
  }
  log.entries.push_back(std::move(entry));
  resize(worker, log, log.bytes + needed);
}

void LogStore::drop_oldest(WorkerId worker, Log& log) {
  const size_t freed = cost(log.entries.front());
  log.entries.pop_front();
  ++log.lost;
  resize(worker, log, log.bytes - freed);
}

void LogStore::resize(WorkerId worker, Log& log, size_t bytes) {
  if (log.bytes != 0) by_size_.erase({log.bytes, number(worker)});
  bytes_ = bytes_ - log.bytes + bytes;
  log.bytes = bytes;
  if (bytes != 0) by_size_.insert({bytes, number(worker)});
}

void LogStore::end(WorkerId worker) {
  const auto found = logs_.find(worker);
  if (found == logs_.end() || found->second.ended) return;
  found->second.ended = true;
  found->second.entries.shrink_to_fit();
  ended_.push_back(worker);
  while (ended_.size() > limits_.ended_workers) {
    forget(ended_.front());
    ended_.pop_front();
  }
}

void LogStore::forget(WorkerId worker) {
  const auto found = logs_.find(worker);
  if (found == logs_.end()) return;
  resize(worker, found->second, 0);
  logs_.erase(found);
}

std::optional<LogStore::Answer> LogStore::query(WorkerId worker, std::optional<size_t> lines,
                                                std::optional<uint64_t> since_ms) const {
  const auto found = logs_.find(worker);
  if (found == logs_.end()) return std::nullopt;
  const Log& log = found->second;
  // The clock may be set back between two lines, so every line is looked at.
  Answer answer;
  answer.lost = log.lost;
  const size_t most = lines.value_or(log.entries.size());
  for (auto entry = log.entries.rbegin();
       entry != log.entries.rend() && answer.entries.size() < most; ++entry) {
    if (entry->time_ms >= since_ms.value_or(0)) answer.entries.push_back(*entry);
  }
  std::reverse(answer.entries.begin(), answer.entries.end());
  return answer;
}

}  // namespace skep
