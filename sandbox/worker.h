// From a warm heap to a running worker: what the zygote calls.
#pragma once

#include <cstddef>
#include <span>

#include <duktape.h>

#include "ipc/worker_end.h"
#include "sandbox/arena.h"

namespace skep {

struct Arrival;
struct Realm;

// Builds the heap that every worker starts from, inside `arena`: engine, language library, global
// scope. Runs no user code and knows nothing of any worker. Called once, in the zygote, before any
// fork. Throws std::runtime_error when a part does not load, which is a bug of this build.
duk_context* build_warm_heap(Arena& arena);

// In the forked, locked-down process: takes the `start` record from the supervisor, runs the script
// and its event loop, and ends the process with a CellExit status. Makes no system call but those
// of the allow-list: futex, write to the doorbell, clock_gettime, exit_group. `seed` is 32 fresh
// random bytes of this process alone: all forks share the warm heap's own random state.
[[noreturn]] void run_worker(duk_context* heap, Arena& arena, WorkerEnd& end,
                             std::span<const std::byte> seed);

// https://html.spec.whatwg.org/multipage/workers.html#run-a-worker, from step 13.8 on: what was
// posted before stays in the inbox until the script has run once. `arrival` is the `start` record.
void start_worker(Realm& realm, Arrival arrival);

}  // namespace skep
