// The event loop of one worker: tasks, timers, microtasks, and sleep when there is nothing to do.
// https://html.spec.whatwg.org/multipage/webappapis.html#event-loops
//
// A task comes from one of three sources: messages, timers, and tasks that the global scope queued
// itself. Each has its turn, so that none can starve another. Between two tasks the stack of the
// engine is empty, so a Duktape error outside of a protected call can only be exhausted memory, and
// ends the worker (see the fatal handler in realm.cpp).
#pragma once

#include <cstdint>
#include <deque>

#include <duktape.h>

#include "sandbox/timers.h"

namespace skep {

struct Realm;

class EventLoop {
 public:
  explicit EventLoop(Realm& realm) : realm_(&realm) {}

  // --- for host functions; `ctx` may be inside of a script ---

  // Takes the function at the top of the stack.
  void queue_microtask(duk_context* ctx);
  void queue_task(duk_context* ctx);
  // Takes an array [function, arguments] at the top of the stack. 0: there are too many timers.
  uint32_t set_timer(duk_context* ctx, int32_t delay_ms, bool repeats);
  void clear_timer(duk_context* ctx, uint32_t id);

  // https://html.spec.whatwg.org/multipage/workers.html#close-a-worker
  void close(duk_context* ctx);
  bool closing() const { return closing_; }

  // --- for the worker; the engine's stack is empty ---

  // https://html.spec.whatwg.org/multipage/webappapis.html#perform-a-microtask-checkpoint
  void perform_microtask_checkpoint();

  // Runs one task if there is one, and the microtask checkpoint after it.
  bool run_one_task();

  // Runs tasks for ever; ends the process when the script has called close().
  [[noreturn]] void run();

  // A task has ended: if the script called close() in it, so does the worker.
  void end_if_closing();

  // When the next timer is due; UINT64_MAX: none.
  uint64_t next_due() { return timers_.next_due(); }

 private:
  bool run_message();
  bool run_timer();
  bool run_queued_task();
  void call(duk_context* ctx, duk_idx_t arguments);

  Realm* realm_;
  Timers timers_;
  std::deque<uint32_t> tasks_;  // pinned functions
  uint32_t turn_ = 0;           // the source that is looked at first
  bool closing_ = false;
  bool in_checkpoint_ = false;
};

}  // namespace skep
