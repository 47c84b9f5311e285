// What the supervisor tells whoever listens: control sessions, logs, metrics, services and the
// journal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "daemon/life_cycle.h"
#include "daemon/services/service_state.h"
#include "proto/end_reason.h"
#include "proto/ids.h"
#include "proto/worker_messages.h"

namespace skep {

// A worker was asked for and has its id; its script is being loaded.
struct SpawnedEvent {
  WorkerId worker;
  WorkerId parent;  // none for a root
  std::string_view name;
  std::string_view url;
  std::string_view tenant;
};

// A worker went on in its life, other than to be gone.
struct StateEvent {
  WorkerId worker;
  WorkerState state;
};

// A worker reached one of its limits, or one of its tree or tenant. Its exit follows if the limit
// ends it; of a limit that makes somebody wait, or refuses something, the first time is told.
struct LimitEvent {
  WorkerId worker;
  std::string_view limit;   // the name of the limit, "memory_bytes", or "tenant"
  std::string_view detail;  // a sentence
  bool ends = true;
};

// A root worker posted a message to whoever is outside. Only for sinks that want it.
struct MessageEvent {
  WorkerId worker;
  std::span<const std::byte> clone;  // structured clone; hostile
};

// A root worker posted a message longer than any client takes.
struct MessageRefusedEvent {
  WorkerId worker;
  uint64_t bytes = 0;
};

// A message to a BroadcastChannel of a tree, of one that somebody joined from outside. Published
// also for Supervisor::channel_post(), then from_outside.
struct BroadcastEvent {
  WorkerId root;
  std::string_view channel;
  std::span<const std::byte> clone;  // hostile
  bool from_outside = false;
};

// A worker's process exists and its script is about to run.
struct StartedEvent {
  WorkerId worker;
  WorkerId parent;  // none for a root
  std::string_view name;
  std::string_view url;
  int pid = 0;            // as the supervisor sees it; 0 when the kernel would not say
  uint64_t start_ns = 0;  // since it was asked for
};

// One call of console.* in a worker. The text is meant to be UTF-8; nobody has checked it.
struct ConsoleEvent {
  WorkerId worker;
  std::string_view name;
  ConsoleLevel level;
  std::string_view text;
};

// Console output that was dropped because a worker wrote more than its rate allows.
struct ConsoleLostEvent {
  WorkerId worker;
  uint64_t lines = 0;
};

// An exception that nothing handled all the way up to the root of its tree, or a script that could
// not be loaded or parsed.
struct ErrorEvent {
  WorkerId worker;  // the root of the tree, or the worker whose script it is
  ErrorReport report;
};

// A worker is gone: exactly one for each StartedEvent, and for each worker that never started.
struct ExitEvent {
  WorkerId worker;
  WorkerId parent;
  std::string_view name;
  std::string_view url;
  std::string_view tenant;
  int pid = 0;
  EndReason reason;
  std::string_view detail;  // a sentence, or empty
  int signal = 0;           // what ended the process, unless it exited or the supervisor ended it
  uint64_t cpu_us = 0;
  uint64_t peak_memory_bytes = 0;  // resident, as the kernel counted
  uint64_t messages_in = 0;        // received from other workers
  uint64_t messages_out = 0;       // posted by it
  // From the decision to end it until its process was gone; 0 if it ended by itself.
  uint64_t kill_ns = 0;
};

// A zygote is warm, or was lost (with all its workers) and is being replaced.
struct ZygoteEvent {
  bool ready = false;
  uint32_t layers = 0;  // SandboxLayers
};

// A service (a worker that the daemon keeps running) has another state.
struct ServiceEvent {
  std::string_view service;
  ServiceState state;
  WorkerId worker;          // none: it has none now
  uint64_t restarts = 0;    // since it was last started by hand or by a reload
  std::string_view reason;  // a sentence, or empty
};

// A new configuration is in force.
struct ReloadedEvent {
  uint64_t changed = 0;  // services started, stopped and restarted for it
};

using Event = std::variant<SpawnedEvent, StartedEvent, StateEvent, ConsoleEvent, ConsoleLostEvent,
                           MessageEvent, MessageRefusedEvent, BroadcastEvent, ErrorEvent,
                           LimitEvent, ExitEvent, ServiceEvent, ReloadedEvent, ZygoteEvent>;

// The worker that an event is about; none for one about the daemon.
WorkerId worker_of(const Event& event);

class EventSink {
 public:
  virtual ~EventSink() = default;
  // Called from the supervisor's thread; the strings live only during the call. It must not call
  // back into the supervisor.
  virtual void publish(const Event& event) = 0;

  // True while whoever listens cannot take more of what this worker says: console output and, of a
  // root, messages and broadcasts of its tree. The supervisor then leaves the records where they
  // are, in their workers' rings, so that the writers wait; nothing is lost and nothing grows,
  // until Supervisor::resume_console(). Other events may still be published.
  virtual bool congested(WorkerId) const { return false; }

  // Whether what this root posts to its inside port is published. If not, it is dropped unseen.
  virtual bool wants_messages(WorkerId) const { return false; }
};

}  // namespace skep
