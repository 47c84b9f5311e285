#include "daemon/system/journal.h"

#include <cstdlib>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <systemd/sd-journal.h>

#include "proto/control.h"

namespace skep {
namespace {

// JOURNAL_STREAM is "device:inode" of the stream that was made for us; it is inherited by programs
// that then send their standard error elsewhere.
bool journal_reads_stderr() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat now;
  if (stream == nullptr || ::fstat(STDERR_FILENO, &now) != 0) return false;
  return stream == fmt::format("{}:{}", now.st_dev, now.st_ino);
}

// Names come from scripts. A line stays a line, and a terminal is not sent commands.
std::string shown(std::string_view text) {
  constexpr size_t most = 80;
  std::string out;
  for (const char c : text.substr(0, most)) {
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"' ? '?' : c;
  }
  if (text.size() > most) out += "…";
  return out;
}

log::Level level_of(EndReason reason) {
  switch (reason) {
    case EndReason::closed:
    case EndReason::finished:
    case EndReason::terminated:
    case EndReason::parent_gone: return log::Level::info;
    case EndReason::script_error:
    case EndReason::load_error:
    case EndReason::cpu_limit:
    case EndReason::task_limit:
    case EndReason::wall_limit:
    case EndReason::unresponsive:
    case EndReason::quota: return log::Level::notice;
    case EndReason::out_of_memory:
    case EndReason::protocol_violation:
    case EndReason::crashed:
    case EndReason::seccomp:
    case EndReason::start_failed: break;
  }
  return log::Level::warning;
}

template <class Happening>
std::vector<std::string> fields_of(const char* kind, const Happening& event) {
  std::vector<std::string> fields = {
      fmt::format("SKEP_EVENT={}", kind),
      fmt::format("SKEP_WORKER={}", number(event.worker)),
      fmt::format("SKEP_PARENT={}", number(event.parent)),
      fmt::format("SKEP_PID={}", event.pid),
      fmt::format("SKEP_NAME={}", event.name),
      fmt::format("SKEP_URL={}", event.url),
  };
  if constexpr (requires { event.tenant; }) {
    fields.push_back(fmt::format("SKEP_TENANT={}", event.tenant));
  }
  return fields;
}

template <class Happening>
std::string worker_of(const Happening& event) {
  std::string out = fmt::format("worker {}", number(event.worker));
  if (!event.name.empty()) out += fmt::format(" \"{}\"", shown(event.name));
  return out;
}

struct Entry {
  std::optional<JournalEntry> operator()(const StartedEvent& event) const {
    return JournalEntry{log::Level::info,
                        fmt::format("{} started, process {}", worker_of(event), event.pid),
                        fields_of("started", event)};
  }

  std::optional<JournalEntry> operator()(const ExitEvent& event) const {
    JournalEntry entry{level_of(event.reason),
                       fmt::format("{} ended: {}", worker_of(event), name(event.reason)),
                       fields_of("exit", event)};
    if (!event.detail.empty()) entry.message += fmt::format(" ({})", shown(event.detail));
    entry.fields.push_back(fmt::format("SKEP_REASON={}", name(event.reason)));
    entry.fields.push_back(fmt::format("SKEP_DETAIL={}", event.detail));
    entry.fields.push_back(fmt::format("SKEP_CPU_USEC={}", event.cpu_us));
    return entry;
  }

  // What only newer kernels, or systemd, give is no warning.
  std::optional<JournalEntry> operator()(const ZygoteEvent& event) const {
    if (!event.ready) return std::nullopt;
    std::string missing;
    log::Level level = log::Level::notice;
    for (const control::LayerName& layer : control::layer_names) {
      if ((event.layers & layer.bit) != 0) continue;
      missing += missing.empty() ? "" : ", ";
      missing += layer.name;
      if (!layer.often_missing) level = log::Level::warning;
    }
    if (missing.empty()) {
      return JournalEntry{level, "every layer of the sandbox is there", {"SKEP_EVENT=layers"}};
    }
    return JournalEntry{
        level,
        fmt::format("this machine does not give these layers of the sandbox: {} (see skep doctor)",
                    missing),
        {"SKEP_EVENT=layers", fmt::format("SKEP_MISSING={}", missing)}};
  }

  template <class Other>
  std::optional<JournalEntry> operator()(const Other&) const {
    return std::nullopt;
  }
};

void send(const JournalEntry& entry) {
  std::vector<std::string> fields = entry.fields;
  fields.push_back("MESSAGE=" + entry.message);
  fields.push_back(fmt::format("PRIORITY={}", static_cast<int>(entry.level)));
  fields.emplace_back("SYSLOG_IDENTIFIER=skepd");
  std::vector<iovec> parts;
  for (std::string& field : fields) parts.push_back({field.data(), field.size()});
  // Without a journal there is nobody to tell.
  [[maybe_unused]] const int sent =
      ::sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

}  // namespace

std::optional<JournalEntry> journal_entry(const Event& event) {
  return std::visit(Entry{}, event);
}

Journal::Journal() : has_fields_(journal_reads_stderr()) {}

void Journal::publish(const Event& event) {
  if (const auto* zygote = std::get_if<ZygoteEvent>(&event); zygote != nullptr && zygote->ready) {
    if (told_layers_ == zygote->layers) return;
    told_layers_ = zygote->layers;
  }
  const std::optional<JournalEntry> entry = journal_entry(event);
  if (!entry || !log::enabled(entry->level)) return;
  if (has_fields_) {
    send(*entry);
  } else {
    log::write(entry->level, entry->message);
  }
}

}  // namespace skep
