// One hostile program for each denial, run where a guest that has broken out of its engine would
// be: inside a worker that the real zygote code has made and locked down.
//
// A file of programs is compiled twice. In escape-cell, escape-cell-open: as the program, a
// stand-in for the engine (run_worker) calls it. In escape-test: as the doctest case that has it
// run and judges how its process ended. The shipped skep-cell has neither.
//
//   ESCAPE(open_a_file, "a worker cannot open a file", first_line, killed_by(SIGSYS)) {
//     ::syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY, 0);
//   }
//
// The first line is the system-call filter. escape-cell-open has a filter that allows everything:
// what holds there is the second line, which nobody reaches without a hole in the first.
#pragma once

#include <csignal>
#include <ostream>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "ipc/worker_end.h"
#include "sandbox/arena.h"

namespace skep::escape {

// What a hostile program is given.
struct Inside {
  WorkerEnd& end;
  Arena& arena;
  uint64_t argument;
  std::span<const std::byte> seed;
  const std::byte* down_data;  // a place in the supervisor's half of the segment

  // A line for the test to read.
  void say(std::string_view line);
  // Ends the worker as escaped, saying `what`, unless it is true that `held`.
  void require(bool held, std::string_view what);
  // The system call must have failed with this error.
  void require_refused(long result, int error, std::string_view what);
  // Sleeps until it is killed.
  [[noreturn]] void sleep();
};

using Program = void (*)(Inside&);

// Adds to the table that escape-cell looks programs up in.
struct Registered {
  Registered(const char* name, Program program);
};
Program find_program(std::string_view name);

// How the worker's process ended.
struct Outcome {
  int signal = 0;
  int status = 0;  // when signal is 0
  std::string said;

  bool operator==(const Outcome& other) const {
    return signal == other.signal && status == other.status;
  }
};
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

inline constexpr int escaped_status = 99;
// The program ran to its end: every attempt was refused with an error.
inline Outcome refused() {
  return {0, 0, {}};
}
inline Outcome killed_by(int signal) {
  return {signal, 0, {}};
}

enum class Line { first_line, second_line };
inline constexpr Line first_line = Line::first_line;
inline constexpr Line second_line = Line::second_line;

// Runs the program in a fresh worker of this line's zygote and waits for its end.
Outcome outcome_of(std::string_view program, Line line, uint64_t argument = 0);

}  // namespace skep::escape

#define ESCAPE_PROGRAM(program)                                                    \
  static void program([[maybe_unused]] ::skep::escape::Inside& inside);            \
  static const ::skep::escape::Registered registered_##program(#program, program); \
  static void program([[maybe_unused]] ::skep::escape::Inside& inside)

#define ESCAPE(program, title, line, expected)                       \
  TEST_CASE(title) {                                                 \
    CHECK(::skep::escape::outcome_of(#program, line) == (expected)); \
  }                                                                  \
  ESCAPE_PROGRAM(program)
