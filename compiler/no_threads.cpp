// The addon's threads: there are none.
//
// When swc meets a long list it makes a thread pool: one worker for each processor but one, and a
// clock thread that now and then tells a worker to share its list. The pool is made once, in the
// zygote, and a thread does not survive a fork: a child would wait for workers that do not exist,
// and the zygote would no longer be single-threaded. So the pool is made while the process may use
// one processor only (no workers; see SingleProcessor), and the clock thread is never started:
// this definition takes the place of the C library's for the addon, as the program's symbols come
// first. Nothing waits for the clock; without it, every list is walked by its own process alone.
#include <pthread.h>

#include "compiler/single_processor.h"

extern "C" __attribute__((visibility("default"))) int pthread_create(pthread_t* thread,
                                                                     const pthread_attr_t*,
                                                                     void* (*)(void*),
                                                                     void*) noexcept {
  *thread = pthread_self();
  return 0;
}

namespace skep {

SingleProcessor::SingleProcessor() {
  known_ = ::sched_getaffinity(0, sizeof before_, &before_) == 0;
  if (!known_) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (!CPU_ISSET(i, &before_)) continue;
    CPU_SET(i, &one);
    break;
  }
  ::sched_setaffinity(0, sizeof one, &one);
}

SingleProcessor::~SingleProcessor() {
  if (known_) ::sched_setaffinity(0, sizeof before_, &before_);
}

}  // namespace skep
