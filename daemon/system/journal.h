// Writes the lives of workers to the log: with fields of their own when the journal reads our
// standard error (SKEP_WORKER, SKEP_NAME, SKEP_TENANT, SKEP_REASON, …), else as ordinary lines.
//
//   journalctl -u skepd SKEP_REASON=out-of-memory
//
// What seals workers here, and what is missing, is told when the first zygote is ready, and again
// when it is no longer the same.
//
// What a worker prints is not written here: `worker.logs` keeps it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "daemon/events.h"

namespace skep {

struct JournalEntry {
  log::Level level;
  std::string message;              // one line, whatever a worker is called
  std::vector<std::string> fields;  // "SKEP_WORKER=3"; a value may hold any byte
};

// Nothing for what is not about a worker's life or the layers of the sandbox.
std::optional<JournalEntry> journal_entry(const Event& event);

class Journal final : public EventSink {
 public:
  Journal();
  void publish(const Event& event) override;

 private:
  bool has_fields_;
  std::optional<uint32_t> told_layers_;
};

}  // namespace skep
