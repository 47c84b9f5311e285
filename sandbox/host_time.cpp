// Host functions about time and what runs later: clocks, timers, tasks, microtasks, Math.random.
#include <cstdio>

#include "ipc/futex.h"
#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/realm.h"

namespace skep {
namespace {

// Coarse, so that two workers cannot build a precise clock to watch shared hardware with.
// https://w3c.github.io/hr-time/#dfn-coarsen-time
constexpr uint64_t clock_step_ns = 100'000;

duk_ret_t queue_task(duk_context* ctx) {
  duk_require_function(ctx, 0);
  realm_of(ctx).loop.queue_task(ctx);
  return 0;
}

duk_ret_t checkpoint(duk_context* ctx) {
  realm_of(ctx).loop.perform_microtask_checkpoint();
  return 0;
}

// (fn, delay, repeat, args) → id
duk_ret_t set_timer(duk_context* ctx) {
  duk_require_function(ctx, 0);
  const duk_int_t delay = duk_get_int(ctx, 1);
  const bool repeats = duk_to_boolean(ctx, 2) != 0;
  duk_push_bare_array(ctx);
  duk_dup(ctx, 0);
  duk_put_prop_index(ctx, -2, 0);
  duk_dup(ctx, 3);
  duk_put_prop_index(ctx, -2, 1);
  Realm& realm = realm_of(ctx);
  // A worker that is closing arms nothing any more.
  if (realm.loop.closing()) {
    duk_push_uint(ctx, 0);
    return 1;
  }
  const uint32_t id = realm.loop.set_timer(ctx, delay, repeats);
  if (id == 0) {
    realm.refusals.note(SoftLimit::timers, realm.outbox);
    char message[96];
    std::snprintf(message, sizeof message, "This worker has %u timers, as many as it may",
                  realm.timers_allowed);
    throw_dom_exception(ctx, "QuotaExceededError", message);
  }
  duk_push_uint(ctx, id);
  return 1;
}

duk_ret_t clear_timer(duk_context* ctx) {
  const duk_double_t id = duk_get_number(ctx, 0);
  if (id >= 1 && id <= INT32_MAX) realm_of(ctx).loop.clear_timer(ctx, static_cast<uint32_t>(id));
  return 0;
}

duk_ret_t now(duk_context* ctx) {
  duk_push_number(ctx, coarse_now(realm_of(ctx)));
  return 1;
}

duk_ret_t time_origin(duk_context* ctx) {
  const uint64_t steps = realm_of(ctx).time_origin_us * 1000 / clock_step_ns;
  duk_push_number(ctx, static_cast<duk_double_t>(steps) / (1'000'000 / clock_step_ns));
  return 1;
}

duk_ret_t math_random(duk_context* ctx) {
  duk_push_number(ctx, realm_of(ctx).random.next_double());
  return 1;
}

}  // namespace

double coarse_now(const Realm& realm) {
  const uint64_t steps = (monotonic_ns() - realm.started_ns) / clock_step_ns;
  return static_cast<double>(steps) / (1'000'000 / clock_step_ns);
}

// https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#microtask-queuing
duk_ret_t global_queue_microtask(duk_context* ctx) {
  duk_require_function(ctx, 0);
  realm_of(ctx).loop.queue_microtask(ctx);
  return 0;
}

void define_time_functions(duk_context* ctx) {
  define_function(ctx, -1, "queueMicrotask", global_queue_microtask, 1);
  define_function(ctx, -1, "queueTask", queue_task, 1);
  define_function(ctx, -1, "checkpoint", checkpoint, 0);
  define_function(ctx, -1, "setTimer", set_timer, 4);
  define_function(ctx, -1, "clearTimer", clear_timer, 1);
  define_function(ctx, -1, "now", now, 0);
  define_function(ctx, -1, "timeOrigin", time_origin, 0);
}

void define_global_natives(duk_context* ctx) {
  duk_push_global_object(ctx);
  define_function(ctx, -1, "queueMicrotask", global_queue_microtask, 1);
  duk_get_prop_string(ctx, -1, "Math");
  define_function(ctx, -1, "random", math_random, 0);
  duk_pop_2(ctx);
}

}  // namespace skep
