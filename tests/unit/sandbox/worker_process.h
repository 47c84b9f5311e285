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
  // With another URL, and arguments; it may listen on three channels and hold six ports, and is the
  // root of its tree if the URL ends with "?root".
  WorkerProcess(const std::string& code, const std::string& url,
                const std::vector<std::string>& arguments);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  // What it prints and what becomes of it, a line each, until it is idle for good or has ended:
  // the text of console lines, "message N" (its bytes are in `messages`), "started", "close",
  // "error TEXT file:line:column", "start_failed …", "spawn URL", "terminate N", "exit STATUS", and
  // "call N FUNCTION", "broadcast CHANNEL" (their bytes are in `messages`, too), "join CHANNEL",
  // "leave CHANNEL"; "open A B", "post PORT PORTS…", "return PORT PORTS…", "start PORT", "withdraw
  // PORT" (which is answered), "close PORT": ports it made as m1, m2 …, ports it was given as g0 …;
  // "blob TYPE BYTES", "revoke", "find URL" (which is answered).
  std::string run();

  // Queues a message to it.
  void post(const std::string& bytes, PortHandle channel = inside_port);
  // Queues anything else.
  void send(DownType type, PortHandle channel, const std::string& bytes);
  // Queues one message between the pieces of another, both under one number.
  void interleave(DownType outer_type, const std::string& outer, DownType inner_type,
                  const std::string& inner);

  // Blob URLs of other workers, and the scripts that they stand for.
  std::map<std::string, std::string> blobs;
  // Messages it sent come back to the port they went to.
  bool echo = false;
  std::vector<std::string> messages;

 private:
  void start(const std::string& code, const std::string& url,
             const std::vector<std::string>& arguments);
  void log_port(const RecordHeader& header, std::span<const std::byte> payload);
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
