#include "sandbox/event_loop.h"

#include "ipc/futex.h"
#include "sandbox/builtins/job_queue.h"
#include "sandbox/delivery.h"
#include "sandbox/ending.h"
#include "sandbox/host.h"
#include "sandbox/modules.h"
#include "sandbox/realm.h"

namespace skep {

void EventLoop::queue_microtask(duk_context* ctx) {
  queue_callback(ctx);
}

void EventLoop::queue_task(duk_context* ctx) {
  if (closing_) {
    duk_pop(ctx);
    return;
  }
  tasks_.push_back(realm_->pinned.pin(ctx));
}

uint32_t EventLoop::set_timer(duk_context* ctx, int32_t delay_ms, bool repeats) {
  if (timers_.count() >= realm_->timers_allowed) return 0;
  const uint32_t callback = realm_->pinned.pin(ctx);
  return timers_.add(monotonic_ns(), delay_ms, repeats, callback);
}

void EventLoop::clear_timer(duk_context* ctx, uint32_t id) {
  if (const auto callback = timers_.cancel(id)) realm_->pinned.unpin(ctx, *callback);
}

void EventLoop::close(duk_context* ctx) {
  // 1. Discard any tasks that have been added to workerGlobal's relevant agent's event loop's task
  //    queues.
  for (const uint32_t task : tasks_) realm_->pinned.unpin(ctx, task);
  tasks_.clear();
  for (const uint32_t callback : timers_.cancel_all()) realm_->pinned.unpin(ctx, callback);
  if (realm_->inbox != nullptr) realm_->inbox->discard();
  // 2. Set workerGlobal's closing flag to true. (This prevents any further tasks from being
  // queued.)
  closing_ = true;
}

void EventLoop::perform_microtask_checkpoint() {
  // 1. If the event loop's performing a microtask checkpoint is true, then return.
  if (in_checkpoint_) return;
  // 2. Set the event loop's performing a microtask checkpoint to true.
  in_checkpoint_ = true;
  duk_context* ctx = realm_->ctx;
  // 3. While the event loop's microtask queue is not empty:
  while (has_job(ctx)) {
    // 1. Let oldestMicrotask be the result of dequeuing from the event loop's microtask queue.
    // 3. Run oldestMicrotask.
    if (duk_safe_call(ctx, run_job, nullptr, 0, 1) != DUK_EXEC_SUCCESS) {
      report_exception(*realm_);
    } else {
      duk_pop(ctx);
    }
  }
  // 4. For each environment settings object settingsObject whose responsible event loop is this
  // event
  //    loop, notify about rejected promises given settingsObject's global object.
  if (realm_->rejections_changed) {
    realm_->rejections_changed = false;
    if (call_hook(*realm_, "checkRejections", 0)) duk_pop(ctx);
  }
  // 7. Set the event loop's performing a microtask checkpoint to false.
  in_checkpoint_ = false;
}

// [… function this arguments…] → […]; what it throws is reported.
void EventLoop::call(duk_context* ctx, duk_idx_t arguments) {
  if (duk_pcall_method(ctx, arguments) != DUK_EXEC_SUCCESS) {
    report_exception(*realm_);
  } else {
    duk_pop(ctx);
  }
}

bool EventLoop::run_message() {
  if (auto module = realm_->inbox->next_module()) {
    deliver_module(*realm_, *module);
    return true;
  }
  auto arrival = realm_->inbox->next();
  if (!arrival) return false;
  deliver(*realm_, *arrival);
  return true;
}

// https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timer-initialisation-steps
bool EventLoop::run_timer() {
  const auto due = timers_.take(monotonic_ns());
  if (!due) return false;
  duk_context* ctx = realm_->ctx;
  realm_->pinned.push(ctx, due->callback);
  duk_get_prop_index(ctx, -1, 0);
  // 8.4. … invoke handler given arguments and "report", with callback this value set to thisArg.
  duk_push_global_object(ctx);
  duk_get_prop_index(ctx, -3, 1);
  duk_idx_t arguments = 0;
  if (duk_is_object(ctx, -1)) {
    const duk_idx_t list = duk_normalize_index(ctx, -1);
    arguments = static_cast<duk_idx_t>(duk_get_length(ctx, list));
    duk_require_stack(ctx, arguments + 8);
    for (duk_idx_t i = 0; i < arguments; i++) {
      duk_get_prop_index(ctx, list, static_cast<duk_uarridx_t>(i));
    }
    duk_remove(ctx, list);
  } else {
    duk_pop(ctx);
  }
  call(ctx, arguments);
  duk_pop(ctx);
  if (const auto callback = timers_.finish(monotonic_ns(), due->id)) {
    realm_->pinned.unpin(ctx, *callback);
  }
  return true;
}

bool EventLoop::run_queued_task() {
  if (tasks_.empty()) return false;
  const uint32_t task = tasks_.front();
  tasks_.pop_front();
  realm_->pinned.take(realm_->ctx, task);
  duk_push_undefined(realm_->ctx);
  call(realm_->ctx, 0);
  return true;
}

bool EventLoop::run_one_task() {
  realm_->arena.forget_exhaustion();
  realm_->end->begin_task();
  close_dropped_ports(*realm_);
  for (uint32_t i = 0; i < 3; i++) {
    bool ran = false;
    switch ((turn_ + i) % 3) {
      case 0: ran = run_message(); break;
      case 1: ran = run_queued_task(); break;
      default: ran = run_timer();
    }
    if (!ran) continue;
    turn_ = (turn_ + i + 1) % 3;
    perform_microtask_checkpoint();
    return true;
  }
  return false;
}

void EventLoop::end_if_closing() {
  if (!closing_) return;
  // After whatever the last task posted.
  realm_->outbox->send(UpType::close);
  end_worker(CellExit::closed);
}

void EventLoop::run() {
  for (;;) {
    realm_->refusals.tell(*realm_->outbox);
    end_if_closing();
    if (realm_->inbox->wants_more()) realm_->inbox->take_arrived();
    if (run_one_task()) continue;
    const uint64_t due = timers_.next_due();
    realm_->end->wait(due == UINT64_MAX ? Activity::idle : Activity::idle_armed, due);
  }
}

}  // namespace skep
