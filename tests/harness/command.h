// A command run to its end, or watched while it runs.
#pragma once

#include <string>
#include <vector>

#include "tests/harness/child_process.h"

namespace skep::harness {

// How a command ended and what it wrote.
struct Outcome {
  int status = -1;  // exit status; -1 if a signal ended it
  int signal = 0;   // what ended it; 0 if it exited
  std::string out;
  std::string err;
};

class Command {
 public:
  explicit Command(StartOptions options);

  pid_t pid() const { return process_.pid(); }
  void signal(int number) const { process_.signal(number); }

  // Waits until its output (or its error output) contains `text`.
  void expect_out(const std::string& text);
  void expect_err(const std::string& text);

  // Waits for its end. Its output is complete then: nobody it started holds the pipes any more.
  Outcome finish();

  const std::string& out() const { return out_; }
  const std::string& err() const { return err_; }

 private:
  // Takes in what is there, or waits for more. False when both pipes have ended.
  bool read_more(int timeout_ms);
  void expect_in(const std::string& where, const std::string& text, const char* name);
  [[noreturn]] void fail(const std::string& what) const;

  StartOptions options_;
  ChildProcess process_;
  std::string out_;
  std::string err_;
  bool out_open_ = true;
  bool err_open_ = true;
};

// Runs `skep ARGUMENTS…` to its end, with a cache directory of its own that is empty at first.
Outcome skep(std::vector<std::string> arguments);

// The same, still running.
StartOptions skep_options(std::vector<std::string> arguments);

}  // namespace skep::harness
