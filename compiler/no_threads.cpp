// The addon's threads: there are none.
//
// When swc meets a long list it makes a thread pool: one worker for each processor but one, and a
// clock thread that now and then tells a worker to share its list. The pool is made once, in the
// zygote, and a thread does not survive a fork: a child would wait for workers that do not exist,
// and the zygote would no longer be single-threaded. So the pool is made while the addon is told of
// one processor only (no workers; see SingleProcessor), and the clock thread is never started:
// these definitions take the place of the C library's for the addon, as the program's symbols come
// first. Nothing waits for the clock; without it, every list is walked by its own process alone.
//
// Telling is all: to choose a processor would need a system call that not every machine allows
// (SystemCallFilter=~@resources), and without it the warm-up would wait for ever.
#include <cstring>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "compiler/single_processor.h"

namespace {

int single_processors = 0;  // objects of the class that live

void keep_first(cpu_set_t& processors) {
  int first = 0;
  while (first < CPU_SETSIZE && !CPU_ISSET(first, &processors)) ++first;
  CPU_ZERO(&processors);
  if (first < CPU_SETSIZE) CPU_SET(first, &processors);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int pthread_create(pthread_t* thread,
                                                                     const pthread_attr_t*,
                                                                     void* (*)(void*),
                                                                     void*) noexcept {
  *thread = pthread_self();
  return 0;
}

extern "C" __attribute__((visibility("default"))) int sched_getaffinity(pid_t process, size_t size,
                                                                        cpu_set_t* set) noexcept {
  const long filled = ::syscall(SYS_sched_getaffinity, process, size, set);
  if (filled < 0) return -1;
  std::memset(reinterpret_cast<char*>(set) + filled, 0, size - static_cast<size_t>(filled));
  if (single_processors > 0 && size == sizeof *set) keep_first(*set);
  return 0;
}

namespace skep {

SingleProcessor::SingleProcessor() {
  ++single_processors;
}

SingleProcessor::~SingleProcessor() {
  --single_processors;
}

}  // namespace skep
