// What the machine itself takes, beside which the figures of bench.py stand: nothing that is built
// on it can be faster. Prints one line of JSON; medians of many rounds, in the units of the names.
//
//   floors [CORE]      both sides on that core; without it, wherever the kernel puts them
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

// One word, whose turn it is: 0 the parent's, 1 the child's, 2 the end.
struct Shared {
  std::atomic<uint32_t> turn{0};
};

void futex(std::atomic<uint32_t>& word, int operation, uint32_t value) {
  ::syscall(SYS_futex, &word, operation, value, nullptr, nullptr, 0);
}

void wait_while(std::atomic<uint32_t>& word, uint32_t value, bool sleeps) {
  while (word.load(std::memory_order_acquire) == value) {
    if (sleeps) futex(word, FUTEX_WAIT, value);
  }
}

void pass(std::atomic<uint32_t>& word, uint32_t value, bool sleeps) {
  word.store(value, std::memory_order_release);
  if (sleeps) futex(word, FUTEX_WAKE, 1);
}

// A round trip between two processes over one word of shared memory.
double ping_pong_us(bool sleeps, int rounds) {
  void* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto* shared = new (memory) Shared;
  const pid_t child = ::fork();
  if (child == 0) {
    for (;;) {
      wait_while(shared->turn, 0, sleeps);
      if (shared->turn == 2) ::_exit(0);
      pass(shared->turn, 0, sleeps);
    }
  }
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = Clock::now();
    pass(shared->turn, 1, sleeps);
    wait_while(shared->turn, 1, sleeps);
    times.push_back(microseconds_since(start));
  }
  pass(shared->turn, 2, true);
  ::waitpid(child, nullptr, 0);
  ::munmap(memory, 4096);
  return median(times);
}

double memcpy_mb_per_s(size_t bytes, int rounds) {
  std::vector<char> from(bytes, 1), to(bytes, 2);
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = Clock::now();
    std::memcpy(to.data(), from.data(), bytes);
    asm volatile("" : : "r"(to.data()) : "memory");
    times.push_back(microseconds_since(start));
  }
  return static_cast<double>(bytes) / median(times);
}

double fork_us(int rounds) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = Clock::now();
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    times.push_back(microseconds_since(start));
  }
  return median(times);
}

// From the kill of a process that spins to its being reaped.
double kill_us(int rounds) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      volatile int spin = 0;
      for (;;) spin = spin + 1;
    }
    ::usleep(2000);
    const auto start = Clock::now();
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    times.push_back(microseconds_since(start));
  }
  return median(times);
}

}  // namespace

int main(int argc, char** argv) {
  const bool one_core = argc > 1;
  if (one_core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(std::atoi(argv[1]), &set);
    if (::sched_setaffinity(0, sizeof set, &set) != 0) {
      std::perror("floors: sched_setaffinity");
      return 1;
    }
  }
  std::printf("{\"futex_us\": %.2f", ping_pong_us(true, 20000));
  // Two that spin on one core would wait for the end of each other's time slice.
  if (!one_core) std::printf(", \"spin_us\": %.2f", ping_pong_us(false, 200000));
  std::printf(", \"memcpy_cached_mb_per_s\": %.0f", memcpy_mb_per_s(64 << 10, 20000));
  std::printf(", \"memcpy_mb_per_s\": %.0f", memcpy_mb_per_s(64 << 20, 10));
  std::printf(", \"fork_us\": %.0f, \"kill_us\": %.0f}\n", fork_us(200), kill_us(50));
  return 0;
}
