// A worker in a forked child of the test, and the test as its supervisor.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

#include "ipc/supervisor_end.h"

namespace skep::test {

class WorkerProcess {
 public:
  // Starts `code` as file:///main.js. Imports are looked up by the last part of their URL.
  explicit WorkerProcess(const std::string& code, std::map<std::string, std::string> imports = {});
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  // What it prints and what becomes of it, a line each, until it is idle for good or has ended:
  // the text of console lines, "message N" (its bytes are in `messages`), "started", "close",
  // "error TEXT file:line:column", "start_failed …", "spawn URL", "terminate N", "exit STATUS".
  std::string run();

  // Queues a message to it.
  void post(const std::string& bytes, PortHandle channel = inside_port);
  // Queues anything else.
  void send(DownType type, PortHandle channel, const std::string& bytes);

  // Messages it sent come back to the port they went to.
  bool echo = false;
  std::vector<std::string> messages;

 private:
  void pump_down();
  bool pump_up();
  void handle(const RecordHeader& header, const std::string& bytes);

  SupervisorEnd end_;
  pid_t pid_ = -1;
  std::map<std::string, std::string> imports_;
  std::deque<std::pair<RecordHeader, std::string>> down_;
  std::map<uint32_t, std::string> unfinished_;
  uint32_t next_id_ = 1;
  std::string log_;
};

}  // namespace skep::test
