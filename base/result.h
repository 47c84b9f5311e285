// The lane for what the environment or a peer can make fail: Result<T> and TRY.
//
// Three lanes, never mixed: Result for what may fail at any time, exceptions only while a program
// starts (caught once in main), SKEP_CHECK (check.h) for mistakes of our own.
#pragma once

#include <cerrno>
#include <utility>

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

namespace skep {

using Error = boost::system::error_code;

template <class T = void>
using Result = boost::system::result<T, Error>;

// The error of the system call that just failed; read errno before anything else can change it.
inline Error last_error() {
  return Error(errno, boost::system::system_category());
}

inline Error errno_error(int number) {
  return Error(number, boost::system::system_category());
}

// The generic "what the peer sent is not what was agreed" (EBADMSG).
inline Error bad_message() {
  return errno_error(EBADMSG);
}

// The value, or `fallback` where an error does not matter.
template <class T>
T value_or(Result<T> result, T fallback) {
  return result ? std::move(result).value() : std::move(fallback);
}

}  // namespace skep

#define SKEP_CONCAT_(a, b) a##b
#define SKEP_CONCAT(a, b) SKEP_CONCAT_(a, b)

// TRY(auto value, expression): declares value from the Result, or returns its error.
#define TRY(declaration, ...) \
  TRY_IMPL_(SKEP_CONCAT(try_result_, __COUNTER__), declaration, __VA_ARGS__)
#define TRY_IMPL_(result, declaration, ...) \
  auto result = (__VA_ARGS__);              \
  if (!result) return result.error();       \
  declaration = std::move(result).value()

// TRY_VOID(expression): returns the error of a Result<> if it has one.
#define TRY_VOID(...) TRY_VOID_IMPL_(SKEP_CONCAT(try_result_, __COUNTER__), __VA_ARGS__)
#define TRY_VOID_IMPL_(result, ...) \
  if (auto result = (__VA_ARGS__); !result) return result.error()
