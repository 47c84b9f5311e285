#include "tests/unit/compiler/compiler_process.h"

#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memfd.h"
#include "base/packet_socket.h"

namespace skep {
namespace {

CompileEnded receive_end(const Fd& socket) {
  CompileEnded ended;
  std::byte buffer[sizeof ended];
  auto packet = receive_packet(socket, buffer);
  if (!packet || packet->bytes.size() != sizeof ended) {
    throw std::runtime_error("skep-compile ended or sent what is no CompileEnded");
  }
  std::memcpy(&ended, buffer, sizeof ended);
  return ended;
}

std::string read_to_end(const Fd& pipe) {
  std::string bytes;
  char buffer[65536];
  ssize_t count;
  while ((count = ::read(pipe.get(), buffer, sizeof buffer)) > 0) {
    bytes.append(buffer, static_cast<size_t>(count));
  }
  return bytes;
}

}  // namespace

CompilerProcess::CompilerProcess(void (*before_exec)()) {
  auto ends = make_packet_pair();
  if (!ends) throw std::runtime_error("no socket pair");
  process_ = ::fork();
  if (process_ == 0) {
    if (before_exec != nullptr) before_exec();
    if (ends->second.get() == 3) {
      // Already in place; it must only stay open across exec.
      Fd copy(::dup(3));
      ::dup2(copy.get(), 3);
    } else {
      ::dup2(ends->second.get(), 3);
    }
    ::execl(SKEP_COMPILE_PROGRAM, "skep-compile", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  socket_ = std::move(ends->first);
  ends->second.reset();
  pollfd ready = {socket_.get(), POLLIN, 0};
  constexpr int patience_ms = 60'000;
  if (::poll(&ready, 1, patience_ms) != 1) {
    ::kill(process_, SIGKILL);
    throw std::runtime_error("skep-compile does not become ready");
  }
  if (receive_end(socket_).id != 0) throw std::runtime_error("skep-compile is not ready first");
}

CompilerProcess::~CompilerProcess() {
  socket_.reset();
  ::waitpid(process_, nullptr, 0);
}

CompileOutcome CompilerProcess::compile(std::string_view source, SourceLanguage language) {
  const CompileRequest request = {next_id_++, language, {}};
  auto memfd = make_sealed_memfd("source", std::as_bytes(std::span(source)));
  int pipe_ends[2];
  if (!memfd || ::pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("no descriptors");
  Fd reading(pipe_ends[0]);
  Fd writing(pipe_ends[1]);

  const auto start = std::chrono::steady_clock::now();
  const int passed[] = {memfd->get(), writing.get()};
  if (!send_packet(socket_, std::as_bytes(std::span(&request, 1)), passed)) {
    throw std::runtime_error("skep-compile takes no request");
  }
  writing.reset();
  const std::string frame = read_to_end(reading);
  const CompileEnded ended = receive_end(socket_);
  const auto end = std::chrono::steady_clock::now();
  if (ended.id != request.id) throw std::runtime_error("the end of another request");

  CompileOutcome outcome;
  outcome.wait_status = ended.wait_status;
  outcome.result = decode_compile_result(std::as_bytes(std::span(frame)));
  outcome.milliseconds = std::chrono::duration<double, std::milli>(end - start).count();
  return outcome;
}

CompilerProcess& compiler() {
  static CompilerProcess process;
  return process;
}

}  // namespace skep
