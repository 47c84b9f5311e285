// Events of the supervisor, as the user of `skep run` sees them.
#pragma once

#include <cstdint>
#include <string>

#include "cli/output.h"
#include "cli/run_options.h"
#include "cli/show/shown_path.h"
#include "proto/control_json.h"
#include "proto/end_reason.h"

namespace skep::cli {

class EventPrinter {
 public:
  // Both must outlive the printer.
  EventPrinter(const RunOptions& options, Output& output);

  // One event: its params. With --json the same on one line; otherwise console output as it is,
  // errors with the user's own paths. Ends of workers print nothing here.
  void print(const control::Json& event);

  // Says once, if it is so, which layers of the sandbox this machine does not give.
  void warn_of_missing_layers(const control::Json& missing);

  // How the root ended, when that needs a sentence: not for a normal end, nor for an exception that
  // was printed already.
  void explain_end(EndReason reason, const control::Json& exit);

  // "skep: sentence" on stderr.
  void say(const std::string& sentence);

 private:
  void print_console(const control::Json& event);
  void print_error(const control::Json& event);
  std::string frame_of(const control::Json& event) const;
  std::string describe_end(EndReason reason, const control::Json& exit) const;

  const RunOptions& options_;
  Output& output_;
  PathView paths_;
  bool error_printed_ = false;
  bool warned_ = false;
};

}  // namespace skep::cli
