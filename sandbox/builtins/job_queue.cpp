#include "sandbox/builtins/job_queue.h"

#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/promise.h"

namespace skep {
namespace {

constexpr duk_uarridx_t width = 4;

// The jobs that ran stand before `first_job`; moved out of the way when they are the larger part.
void make_room(duk_context* ctx, Intrinsics& known) {
  constexpr uint32_t enough = 1024;
  if (known.first_job < enough || known.first_job < known.job_count / 2) return;
  const uint32_t left = known.job_count - known.first_job;
  for (duk_uarridx_t i = 0; i < left * width; i++) {
    duk_get_prop_index(ctx, -1, known.first_job * width + i);
    duk_put_prop_index(ctx, -2, i);
  }
  duk_set_length(ctx, -1, left * width);
  known.first_job = 0;
  known.job_count = left;
}

}  // namespace

void open_job_queue(duk_context* ctx) {
  duk_push_bare_array(ctx);
  intrinsics_of(ctx).jobs = keep_intrinsic(ctx);
  duk_pop(ctx);
}

void queue_job(duk_context* ctx, JobKind kind) {
  Intrinsics& known = intrinsics_of(ctx);
  duk_require_stack(ctx, 4);
  duk_push_heapptr(ctx, known.jobs);
  make_room(ctx, known);
  duk_insert(ctx, -4);
  const duk_uarridx_t place = known.job_count * width;
  duk_put_prop_index(ctx, -4, place + 3);
  duk_put_prop_index(ctx, -3, place + 2);
  duk_put_prop_index(ctx, -2, place + 1);
  duk_push_uint(ctx, static_cast<duk_uint_t>(kind));
  duk_put_prop_index(ctx, -2, place);
  duk_pop(ctx);
  // Only now: the lines above may not return.
  known.job_count++;
}

void queue_callback(duk_context* ctx) {
  duk_push_undefined(ctx);
  duk_push_undefined(ctx);
  queue_job(ctx, JobKind::callback);
}

bool has_job(duk_context* ctx) {
  const Intrinsics& known = intrinsics_of(ctx);
  return known.first_job < known.job_count;
}

duk_ret_t run_job(duk_context* ctx, void*) {
  Intrinsics& known = intrinsics_of(ctx);
  duk_require_stack(ctx, 16);
  duk_push_heapptr(ctx, known.jobs);
  const duk_idx_t jobs = duk_get_top_index(ctx);
  const duk_uarridx_t place = known.first_job++ * width;
  for (duk_uarridx_t i = 0; i < width; i++) duk_get_prop_index(ctx, jobs, place + i);
  if (known.first_job == known.job_count) {
    known.first_job = known.job_count = 0;
    duk_set_length(ctx, jobs, 0);
  } else {
    for (duk_uarridx_t i = 1; i < width; i++) {
      duk_push_undefined(ctx);
      duk_put_prop_index(ctx, jobs, place + i);
    }
  }
  duk_remove(ctx, jobs);
  const auto kind = static_cast<JobKind>(duk_get_uint(ctx, -4));
  duk_remove(ctx, -4);
  switch (kind) {
    case JobKind::callback:
      duk_pop_2(ctx);
      duk_push_undefined(ctx);
      duk_call_method(ctx, 0);
      break;
    case JobKind::fulfilled:
    case JobKind::rejected: run_reaction_job(ctx, kind == JobKind::rejected); break;
    case JobKind::thenable: run_thenable_job(ctx); break;
  }
  return 0;
}

}  // namespace skep
