#include "cli/top/top_text.h"

#include <cmath>

#include <fmt/format.h>

#include "cli/json_member.h"
#include "cli/show/shown_amount.h"
#include "cli/show/state_paint.h"

namespace skep::cli {
namespace {

std::string shown_rate(double per_s) {
  if (per_s >= 999'500) return fmt::format("{:.1f}M", per_s / 1e6);
  if (per_s >= 9'999.5) return fmt::format("{:.0f}k", per_s / 1e3);
  return per_s > 0 && per_s < 9.95 ? fmt::format("{:.1f}", per_s) : fmt::format("{:.0f}", per_s);
}

double rounded(double value) {
  return std::round(value * 10) / 10;
}

}  // namespace

std::string top_title(const std::string& daemon, const control::Json& stats) {
  std::string title = fmt::format("skepd at {}", daemon);
  if (const uint64_t up = number_of(stats, "uptime_ms"); up != 0) {
    title += fmt::format(", up {}", show_duration(up));
  }
  if (const uint64_t memory = number_of(stats, "memory_bytes"); memory != 0) {
    title += fmt::format(", {} for itself", show_bytes(memory));
  }
  return title;
}

std::string top_summary(const TopTotals& totals) {
  return fmt::format("{} workers  {} memory  {:.1f}% CPU  {} in/s  {} out/s  {} queued  {} ended",
                     totals.workers, show_bytes(totals.memory_bytes), totals.cpu_percent,
                     shown_rate(totals.in_per_s), shown_rate(totals.out_per_s),
                     show_bytes(totals.queued_bytes), totals.ended);
}

TextTable top_table(const std::vector<TopRow>& rows) {
  TextTable table({{"WORKER", Align::right},
                   {"STATE"},
                   {"MEMORY", Align::right},
                   {"CPU%", Align::right},
                   {"IN/S", Align::right},
                   {"OUT/S", Align::right},
                   {"QUEUED", Align::right},
                   {"AGE", Align::right},
                   {"LAST END"},
                   {"NAME"},
                   {"SCRIPT"}});
  for (const TopRow& row : rows) {
    table.add({{fmt::format("{}", row.worker)},
               {row.state, paint_of_state(row.state)},
               {row.memory_bytes == 0 ? "-" : show_bytes(row.memory_bytes)},
               {fmt::format("{:.1f}", row.cpu_percent)},
               {shown_rate(row.in_per_s)},
               {shown_rate(row.out_per_s)},
               {show_bytes(row.queued_bytes)},
               {show_duration(row.age_ms)},
               {row.last_end.empty() ? "-" : row.last_end, paint_of_reason(row.last_end)},
               {row.name},
               {row.script}});
  }
  return table;
}

control::Json top_json(const TopRow& row) {
  return {{"worker", row.worker},
          {"parent", row.parent},
          {"name", row.name},
          {"script", row.script},
          {"state", row.state},
          {"memory_bytes", row.memory_bytes},
          {"cpu_percent", rounded(row.cpu_percent)},
          {"messages_in_per_s", rounded(row.in_per_s)},
          {"messages_out_per_s", rounded(row.out_per_s)},
          {"queued_bytes", row.queued_bytes},
          {"cpu_ms", row.cpu_ms},
          {"age_ms", row.age_ms},
          {"last_end", row.last_end}};
}

control::Json top_json(const TopTotals& totals) {
  return {{"workers", totals.workers},
          {"memory_bytes", totals.memory_bytes},
          {"cpu_percent", rounded(totals.cpu_percent)},
          {"messages_in_per_s", rounded(totals.in_per_s)},
          {"messages_out_per_s", rounded(totals.out_per_s)},
          {"queued_bytes", totals.queued_bytes},
          {"ended", totals.ended}};
}

}  // namespace skep::cli
