#include "cli/top/top_model.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/json_member.h"
#include "cli/show/state_paint.h"

namespace skep::cli {
namespace {

using control::Json;

constexpr size_t most_last_ends = 5;
// What was seen to end is remembered for so many names; beyond that the memory starts anew.
constexpr size_t most_names = 4096;

std::string key_of(const std::string& name, const std::string& script) {
  return name + '\n' + script;
}

// Of a counter that only grows; one that shrank belongs to something else.
double rate(uint64_t now, uint64_t before, double seconds) {
  return seconds > 0 && now >= before ? static_cast<double>(now - before) / seconds : 0;
}

bool comes_before(const TopRow& a, const TopRow& b, SortKey key) {
  switch (key) {
    case SortKey::worker: return a.worker < b.worker;
    case SortKey::memory: return a.memory_bytes > b.memory_bytes;
    case SortKey::cpu: return a.cpu_percent > b.cpu_percent;
    case SortKey::in: return a.in_per_s > b.in_per_s;
    case SortKey::out: return a.out_per_s > b.out_per_s;
    case SortKey::queue: return a.queued_bytes > b.queued_bytes;
    case SortKey::name: return a.name < b.name;
    case SortKey::age: return a.age_ms > b.age_ms;
  }
  return false;
}

}  // namespace

SortKey sort_key(std::string_view name) {
  constexpr std::pair<std::string_view, SortKey> keys[] = {
      {"worker", SortKey::worker}, {"memory", SortKey::memory}, {"cpu", SortKey::cpu},
      {"in", SortKey::in},         {"out", SortKey::out},       {"queue", SortKey::queue},
      {"name", SortKey::name},     {"age", SortKey::age}};
  for (const auto& [known, key] : keys) {
    if (known == name) return key;
  }
  return SortKey::cpu;
}

void TopModel::take_list(const Json& workers, Clock::time_point now) {
  const double since = std::chrono::duration<double>(now - taken_).count();
  std::map<uint64_t, TopRow> rows;
  std::map<uint64_t, Counts> counts;
  for (const Json& worker : workers) {
    TopRow row;
    row.worker = number_of(worker, "worker");
    row.parent = number_of(worker, "parent");
    row.name = text_of(worker, "name");
    row.script = shown_script(text_of(worker, "url"));
    row.state = text_of(worker, "state");
    row.queued_bytes = number_of(worker, "queued_bytes");
    row.cpu_ms = number_of(worker, "cpu_ms");
    row.age_ms = number_of(worker, "age_ms");
    const Counts count = {row.cpu_ms, number_of(worker, "messages_in"),
                          number_of(worker, "messages_out")};
    const auto before = counts_.find(row.worker);
    const bool known = before != counts_.end();
    const Counts old = known ? before->second : Counts{};
    const double seconds = known ? since : static_cast<double>(row.age_ms) / 1000;
    row.cpu_percent = rate(count.cpu_ms, old.cpu_ms, seconds) / 10;
    row.in_per_s = rate(count.in, old.in, seconds);
    row.out_per_s = rate(count.out, old.out, seconds);
    if (const auto end = end_of_.find(key_of(row.name, row.script)); end != end_of_.end()) {
      row.last_end = end->second;
    }
    if (const auto last = rows_.find(row.worker); last != rows_.end()) {
      row.memory_bytes = last->second.memory_bytes;
    }
    counts[row.worker] = count;
    rows[row.worker] = std::move(row);
  }
  rows_ = std::move(rows);
  counts_ = std::move(counts);
  taken_ = now;
}

void TopModel::take_memory(uint64_t worker, uint64_t bytes) {
  if (const auto row = rows_.find(worker); row != rows_.end()) row->second.memory_bytes = bytes;
}

void TopModel::take_exit(const Json& event) {
  ++ended_;
  const std::string name = text_of(event, "name");
  const std::string script = shown_script(text_of(event, "url"));
  const std::string reason = text_of(event, "reason");
  if (end_of_.size() >= most_names) end_of_.clear();
  end_of_[key_of(name, script)] = reason;
  last_ends_.push_front(fmt::format("worker {} {}: {}", number_of(event, "worker"),
                                    name.empty() ? script : name, reason));
  if (last_ends_.size() > most_last_ends) last_ends_.pop_back();
}

std::vector<TopRow> TopModel::rows(SortKey key, bool reversed) const {
  std::vector<TopRow> sorted;
  for (const auto& [worker, row] : rows_) sorted.push_back(row);
  // Stable: equal ones stay in the order of their ids, and do not dance.
  std::ranges::stable_sort(sorted, [key, reversed](const TopRow& a, const TopRow& b) {
    return reversed ? comes_before(b, a, key) : comes_before(a, b, key);
  });
  return sorted;
}

TopTotals TopModel::totals() const {
  TopTotals totals;
  totals.workers = rows_.size();
  totals.ended = ended_;
  for (const auto& [worker, row] : rows_) {
    totals.memory_bytes += row.memory_bytes;
    totals.cpu_percent += row.cpu_percent;
    totals.in_per_s += row.in_per_s;
    totals.out_per_s += row.out_per_s;
    totals.queued_bytes += row.queued_bytes;
  }
  return totals;
}

}  // namespace skep::cli
