// A reading in which every number is another one, for tests of what is made from it.
#pragma once

#include "daemon/observe/metrics.h"

namespace skep {

inline Reading sample_reading() {
  Metrics metrics;
  metrics.set_probes({.counters =
                          [] {
                            Counters counters;
                            counters.workers_requested = 101;
                            counters.messages = 102;
                            counters.message_bytes = 103;
                            counters.doorbells = 104;
                            counters.worker_wakeups = 105;
                            counters.queue_stalls = 106;
                            counters.soft_limits[static_cast<size_t>(SoftLimit::queue_bytes)] = 96;
                            counters.soft_limits[static_cast<size_t>(SoftLimit::source_bytes)] = 2;
                            counters.cache_hits = 107;
                            counters.cache_misses = 108;
                            counters.compiles = 109;
                            counters.compiles_failed = 110;
                            counters.compile_us = 1'500'000;
                            counters.zygotes_started = 112;
                            counters.zygotes_lost = 113;
                            counters.zygotes_used_up = 114;
                            counters.zygotes_suspected = 115;
                            counters.spares_started = 117;
                            counters.spares_used = 118;
                            counters.spares_lost = 119;
                            return counters;
                          },
                      .control =
                          [] {
                            ControlCounters control;
                            control.clients = 201;
                            control.host_calls = 202;
                            control.events_lost = 203;
                            return control;
                          },
                      .census =
                          [] {
                            Census census;
                            census.workers = {1, 2, 3, 4, 5, 0};
                            census.trees = 6;
                            census.spares = 304;
                            census.queued_bytes = 301;
                            census.worker_wakeups = 302;
                            return census;
                          }});
  StartedEvent started = {};
  started.start_ns = 1'500'000;
  metrics.publish(started);
  ExitEvent exit = {};
  exit.reason = EndReason::out_of_memory;
  exit.cpu_us = 2'500'000;
  exit.kill_ns = 300'000;
  metrics.publish(exit);
  metrics.publish(LimitEvent{WorkerId{1}, "memory_bytes", ""});
  metrics.publish(LimitEvent{WorkerId{1}, "source_bytes", ""});
  metrics.publish(LimitEvent{WorkerId{1}, "source_bytes", "", false});
  metrics.publish(LimitEvent{WorkerId{1}, "not one of ours", ""});
  exit.reason = EndReason::closed;
  exit.kill_ns = 0;
  metrics.publish(exit);
  metrics.publish(ConsoleEvent{WorkerId{1}, "", ConsoleLevel::warn, "12345"});
  metrics.publish(ConsoleLostEvent{WorkerId{1}, 17});
  ErrorEvent error;
  error.report.kind = ErrorReport::Kind::parse;
  metrics.publish(error);
  return metrics.read();
}

}  // namespace skep
