#include "sandbox/worker.h"

#include "ipc/futex.h"
#include "proto/worker_messages.h"
#include "sandbox/define.h"
#include "sandbox/ending.h"
#include "sandbox/modules.h"
#include "sandbox/realm.h"
#include "sandbox/scripts.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// The first record of every worker.
Arrival wait_for_start(WorkerEnd& end, Inbox& inbox) {
  for (;;) {
    inbox.take_arrived();
    if (auto arrival = inbox.next()) {
      if (arrival->type != DownType::start) end_worker(CellExit::protocol);
      return std::move(*arrival);
    }
    end.wait(Activity::busy, UINT64_MAX);
  }
}

// An array, or undefined when there are none: most workers never look.
void push_arguments(duk_context* ctx, const StartScript& start) {
  if (start.argument_count == 0) return duk_push_undefined(ctx);
  duk_push_array(ctx);
  std::string_view rest = start.arguments;
  std::string_view argument;
  for (uint32_t i = 0; i < start.argument_count && next_argument(rest, argument); i++) {
    push_text(ctx, argument);
    define_element(ctx, -2, i);
  }
}

}  // namespace

void start_worker(Realm& realm, Arrival arrival) {
  StartScript start;
  const auto* bytes = reinterpret_cast<const std::byte*>(arrival.bytes.data());
  if (!decode({bytes, arrival.bytes.size()}, start)) end_worker(CellExit::protocol);
  duk_context* ctx = realm.ctx;
  realm.started_ns = monotonic_ns();
  realm.time_origin_us = start.time_origin_us;
  realm.channels_allowed = start.channels;
  realm.ports_allowed = start.ports;
  realm.timers_allowed = start.timers;
  realm.is_root = start.is_root != 0;
  push_text(ctx, start.name);
  push_text(ctx, start.script.url);
  push_arguments(ctx, start);
  duk_push_boolean(ctx, start.module != 0);
  if (call_hook(realm, "start", 4)) duk_pop(ctx);

  // What came in counts against the worker's limit, and is not needed while the script runs.
  const bool module = start.module != 0;
  if (module) {
    push_module_root(realm, start.script);
  } else if (!push_compiled(realm, start.script)) {
    send_start_failed(realm);
    end_worker(CellExit::start_failed);
  }
  arrival.bytes = {};
  if (module) {
    run_module_worker(realm);
  } else if (run_pushed(realm) == ScriptOutcome::threw) {
    report_exception(realm, Thrower::script);
  }
  realm.loop.perform_microtask_checkpoint();
  realm.outbox->send(UpType::started);
}

void run_worker(duk_context* heap, Arena&, WorkerEnd& end, std::span<const std::byte> seed) {
  Realm& realm = realm_of(heap);
  realm.memory_at_start = realm.arena.in_use();
  realm.random.seed(seed);
  Inbox inbox(end, realm.arena);
  Outbox outbox(end, inbox);
  realm.end = &end;
  realm.inbox = &inbox;
  realm.outbox = &outbox;
  start_worker(realm, wait_for_start(end, inbox));
  realm.loop.run();
}

}  // namespace skep
