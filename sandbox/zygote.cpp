#include "sandbox/zygote.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/packet_socket.h"
#include "sandbox/children.h"
#include "sandbox/preparation.h"

namespace skep {
namespace {

class Zygote {
 public:
  explicit Zygote(Fd socket) : socket_(std::move(socket)), preparation_(prepare(socket_)) {}

  [[noreturn]] void run() {
    CellEvent ready;
    ready.kind = CellEvent::Kind::ready;
    ready.layers = preparation_.layers;
    report(ready);
    const Fd& ended = preparation_.child_signals;
    for (;;) {
      pollfd waiting[] = {{socket_.get(), POLLIN, 0}, {ended.get(), POLLIN, 0}};
      if (::poll(waiting, 2, -1) < 0) {
        if (errno == EINTR) continue;
        end();
      }
      if (waiting[1].revents != 0) reap(ended);
      if (waiting[0].revents != 0) serve_request();
    }
  }

 private:
  void serve_request() {
    SpawnCell request;
    auto packet = receive_packet(socket_, std::as_writable_bytes(std::span(&request, 1)));
    // Its end closed, or it is no supervisor of this version: both are the end.
    const bool whole = packet && packet->bytes.size() == sizeof request &&
                       (packet->fd_count == 2 || packet->fd_count == 3);
    if (!whole) end();

    auto child = fork_with_pidfd();
    if (child && child->pid == 0) {
      run_cell(preparation_.plan, request, packet->fds[0], packet->fds[1], packet->fds[2]);
    }
    CellEvent event;
    event.cell = request.cell;
    if (!child) {
      event.kind = CellEvent::Kind::failed;
      event.error = child.error().value();
      return report(event);
    }
    children_.add(child->pid, request.cell);
    event.kind = CellEvent::Kind::spawned;
    event.pid = child->pid;
    const int pidfd[] = {child->pidfd.get()};
    report(event, pidfd);
  }

  void reap(const Fd& signals) {
    // Signals of one kind merge: one read, then everyone who has ended.
    signalfd_siginfo info;
    [[maybe_unused]] const ssize_t length = ::read(signals.get(), &info, sizeof info);
    CellEvent event;
    event.kind = CellEvent::Kind::ended;
    while (children_.reap(event)) report(event);
  }

  void report(const CellEvent& event, std::span<const int> fds = {}) {
    if (!send_packet(socket_, std::as_bytes(std::span(&event, 1)), fds)) end();
  }

  [[noreturn]] void end() {
    // Pid 1 of a namespace need not ask: the kernel kills the rest.
    if (!preparation_.plan.pid_namespace) children_.kill_all();
    ::_exit(0);
  }

  // In this order: the table is made before the heap is sealed, and is not part of any worker's.
  Fd socket_;
  Children children_;
  Preparation preparation_;
};

}  // namespace

void run_zygote(Fd socket) {
  Zygote(std::move(socket)).run();
}

}  // namespace skep
