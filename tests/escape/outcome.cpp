// The test's side of ESCAPE: has a program run and tells how it ended.
#include <sys/wait.h>

#include "escape.h"
#include "zygotes.h"

namespace skep::escape {

ZygoteProcess& zygote_of(Line line) {
  static ZygoteProcess sealed("escape-cell");
  static ZygoteProcess open("escape-cell-open");
  return line == first_line ? sealed : open;
}

Outcome outcome_of(Worker& worker, ZygoteProcess& zygote) {
  const CellEvent event = zygote.wait_for_end(worker);
  Outcome outcome;
  if (WIFSIGNALED(event.wait_status)) {
    outcome.signal = WTERMSIG(event.wait_status);
  } else {
    outcome.status = WEXITSTATUS(event.wait_status);
  }
  RecordHeader header;
  std::string payload;
  while (read_record(worker, header, payload)) {
    if (header.type == static_cast<uint8_t>(UpType::console)) outcome.said += payload;
  }
  return outcome;
}

Outcome outcome_of(std::string_view program, Line line, uint64_t argument) {
  ZygoteProcess& zygote = zygote_of(line);
  Worker worker = zygote.spawn();
  ZygoteProcess::start(worker, program, argument);
  return outcome_of(worker, zygote);
}

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  if (outcome.signal != 0) return out << "killed by signal " << outcome.signal;
  out << "exit status " << outcome.status;
  if (!outcome.said.empty()) out << " (" << outcome.said << ")";
  return out;
}

}  // namespace skep::escape
