// The one realm of a worker process: its engine, and all that C++ keeps beside it.
#pragma once

#include <cstdint>
#include <vector>

#include <duktape.h>

#include "ipc/worker_end.h"
#include "sandbox/arena.h"
#include "sandbox/clone_builtins.h"
#include "sandbox/error_position.h"
#include "sandbox/event_loop.h"
#include "sandbox/function_texts.h"
#include "sandbox/inbox.h"
#include "sandbox/key_cache.h"
#include "sandbox/memory_pressure.h"
#include "sandbox/message_events.h"
#include "sandbox/outbox.h"
#include "sandbox/pinned_values.h"
#include "sandbox/random.h"
#include "sandbox/refusals.h"

namespace skep {

// What a getter of record_getters.cpp reads; the getter keeps both strings alive.
struct RecordField {
  void* slot = nullptr;
  void* name = nullptr;
};
inline constexpr size_t most_record_fields = 64;

// Made with the warm heap and never destroyed: its memory is the arena's, which goes with the
// process.
struct Realm {
  explicit Realm(Arena& arena) : arena(arena), loop(*this) {}

  Arena& arena;
  MemoryPressure pressure;
  duk_context* ctx = nullptr;
  Random random;
  PinnedValues pinned;
  Positions positions;
  FunctionTexts function_texts;
  EventLoop loop;
  void* hooks = nullptr;  // host.hooks; kept alive by the heap's stash
  bool rejections_changed = false;
  MessageEvents message_events;
  KeyCache key_cache;
  RecordField record_fields[most_record_fields];
  size_t record_field_count = 0;
  void* captured[captured_count] = {};  // by Captured; kept alive by the heap's stash
  size_t memory_at_start = 0;           // in use when this worker began

  // In a worker only, since run_worker(); null in the zygote.
  WorkerEnd* end = nullptr;
  Inbox* inbox = nullptr;
  Outbox* outbox = nullptr;
  uint64_t started_ns = 0;      // CLOCK_MONOTONIC at the time origin
  uint64_t time_origin_us = 0;  // Unix time
  uint32_t channels_joined = 0;
  uint32_t channels_allowed = 0;
  uint32_t ports_allowed = UINT32_MAX;
  uint32_t timers_allowed = UINT32_MAX;
  Refusals refusals;
  bool is_root = false;
  std::vector<PortHandle> dropped_ports;  // nobody refers to them: closed before the next task
};

// The realm that a context belongs to.
Realm& realm_of(duk_context* ctx);

// Calls hooks[name] with the `arguments` values at the top of the stack, which it takes. True: its
// result is on the stack. False: it threw, which is a mistake of ours or exhausted memory; that was
// dealt with and nothing is on the stack. Only between tasks.
bool call_hook(Realm& realm, const char* name, duk_idx_t arguments);

// What code of ours threw, a mistake of ours or exhausted memory, is at the top of the stack, and
// taken.
void hook_threw(Realm& realm);

// Whose exception is reported. "Run a classic script" reports before it cleans up: microtasks wait
// for the listeners of the error event. A callback has been cleaned up after by then.
enum class Thrower { callback, script };

// https://html.spec.whatwg.org/multipage/webappapis.html#report-an-exception — the thrown value is
// at the top of the stack, and taken. Ends the process if it says that memory is exhausted. Only
// between tasks.
void report_exception(Realm& realm, Thrower thrower = Thrower::callback);

// Throws a DOMException. Owns nothing meanwhile.
[[noreturn]] void throw_dom_exception(duk_context* ctx, const char* name, const char* message);

}  // namespace skep
