#include "compiler/compile_zygote.h"

#include <cstring>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unordered_map>

#include "base/packet_socket.h"

namespace skep {
namespace {

using Children = std::unordered_map<pid_t, uint64_t>;  // to the request's id

Result<> report(const Fd& socket, uint64_t id, int wait_status) {
  const CompileEnded ended = {id, wait_status, 0};
  return send_packet(socket, std::as_bytes(std::span(&ended, 1)));
}

// Starts the child of one packet. A packet that is none of ours is dropped; a fork that fails is
// reported as a child that ended with status 1.
Result<> start_child(const Fd& socket, const CompileTools& tools, Packet packet,
                     Children& children) {
  CompileRequest request;
  if (packet.bytes.size() != sizeof request || packet.fd_count != 2) return {};
  std::memcpy(&request, packet.bytes.data(), sizeof request);
  if (request.language > SourceLanguage::typescript_module) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    run_compile_child(tools, request.language, std::move(packet.fds[0]), std::move(packet.fds[1]));
  }
  if (child < 0) return report(socket, request.id, 1 << 8);
  children.emplace(child, request.id);
  return {};
}

Result<> reap_children(const Fd& socket, Children& children) {
  int wait_status;
  pid_t child;
  while ((child = ::waitpid(-1, &wait_status, WNOHANG)) > 0) {
    const auto found = children.find(child);
    if (found == children.end()) continue;
    const uint64_t id = found->second;
    children.erase(found);
    TRY_VOID(report(socket, id, wait_status));
  }
  return {};
}

}  // namespace

Result<> serve_compile_requests(const Fd& socket, const CompileTools& tools) {
  sigset_t child_signal;
  sigemptyset(&child_signal);
  sigaddset(&child_signal, SIGCHLD);
  if (::sigprocmask(SIG_BLOCK, &child_signal, nullptr) != 0) return last_error();
  TRY(const Fd ends, adopt_fd(::signalfd(-1, &child_signal, SFD_CLOEXEC | SFD_NONBLOCK)));
  TRY_VOID(report(socket, 0, 0));

  Children children;
  for (;;) {
    pollfd waits[] = {{socket.get(), POLLIN, 0}, {ends.get(), POLLIN, 0}};
    if (::poll(waits, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return last_error();
    }
    if (waits[1].revents != 0) {
      signalfd_siginfo ignored;
      while (::read(ends.get(), &ignored, sizeof ignored) > 0) {
      }
      TRY_VOID(reap_children(socket, children));
    }
    if (waits[0].revents != 0) {
      std::byte buffer[sizeof(CompileRequest) + 1];
      auto packet = receive_packet(socket, buffer);
      if (!packet && packet.error() == bad_message()) continue;
      if (!packet && packet.error() == errno_error(ECONNRESET)) return {};
      if (!packet) return packet.error();
      TRY_VOID(start_child(socket, tools, std::move(*packet), children));
    }
  }
}

}  // namespace skep
