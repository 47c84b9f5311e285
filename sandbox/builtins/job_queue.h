// The microtask queue: callbacks and promise jobs in one order.
// https://html.spec.whatwg.org/multipage/webappapis.html#microtask-queue,
// https://tc39.es/ecma262/#sec-hostenqueuepromisejob
//
// It is an array of the engine's, four elements a job, so that the collector finds what waits there
// and a job costs no object of its own.
#pragma once

#include <cstdint>

#include <duktape.h>

namespace skep {

enum class JobKind : uint8_t {
  callback,   // callback
  fulfilled,  // handler, capability, value: NewPromiseReactionJob
  rejected,   // handler, capability, reason: the same
  thenable,   // promise, thenable, then: NewPromiseResolveThenableJob
};

void open_job_queue(duk_context* ctx);

// Takes three values off the stack. Throws when memory is exhausted, and then has queued nothing.
void queue_job(duk_context* ctx, JobKind kind);
// Takes a function off the stack.
void queue_callback(duk_context* ctx);

bool has_job(duk_context* ctx);

// Runs the job that has waited longest, for duk_safe_call: a callback's exception is thrown.
duk_ret_t run_job(duk_context* ctx, void*);

}  // namespace skep
