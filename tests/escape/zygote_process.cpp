#include "zygote_process.h"

#include <poll.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "base/packet_socket.h"
#include "base/programs.h"
#include "ipc/futex.h"

namespace skep::escape {

ZygoteProcess::ZygoteProcess(const std::string& program, const char* argument,
                             const char* another) {
  const std::string path = find_program_file(program).value();
  auto [ours, theirs] = make_packet_pair().value();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork");
  if (pid_ == 0) {
    if (theirs.get() == 3) {
      const int flags_cleared = ::dup(3);
      ::dup2(flags_cleared, 3);
    } else {
      ::dup2(theirs.get(), 3);
    }
    ::execl(path.c_str(), path.c_str(), argument, another, nullptr);
    ::_exit(127);
  }
  theirs.reset();
  socket_ = std::move(ours);
  const CellEvent event = next_event();
  if (event.kind != CellEvent::Kind::ready) throw std::runtime_error("not ready");
  layers_ = event.layers;
}

ZygoteProcess::~ZygoteProcess() {
  close_socket();
  if (pid_ > 0) reap();
}

int ZygoteProcess::reap() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return status;
}

CellEvent ZygoteProcess::next_event(Fd* pidfd) {
  CellEvent event;
  auto packet = receive_packet(socket_, std::as_writable_bytes(std::span(&event, 1)));
  if (!packet || packet->bytes.size() != sizeof event) throw std::runtime_error("zygote gone");
  if (pidfd != nullptr && packet->fd_count == 1) *pidfd = std::move(packet->fds[0]);
  return event;
}

Worker ZygoteProcess::spawn(SpawnCell request, const Fd& group) {
  SupervisorEnd end = SupervisorEnd::create().value();
  request.cell = ++last_worker_;
  std::vector<int> fds = {end.memfd().get(), end.doorbell().get()};
  if (group) fds.push_back(group.get());
  const uint64_t asked_ns = monotonic_ns();
  send_packet(socket_, std::as_bytes(std::span(&request, 1)), fds).value();
  for (;;) {
    Fd pidfd;
    const CellEvent event = next_event(&pidfd);
    if (event.kind == CellEvent::Kind::ended) {
      ended_[event.cell] = event;
      continue;
    }
    if (event.kind != CellEvent::Kind::spawned || event.cell != request.cell || !pidfd) {
      throw std::runtime_error("not spawned");
    }
    return {request.cell, event.pid, std::move(pidfd), std::move(end), asked_ns};
  }
}

void ZygoteProcess::start(Worker& worker, std::string_view program, uint64_t argument) {
  std::string payload(reinterpret_cast<const char*>(&argument), sizeof argument);
  payload += program;
  RecordHeader header;
  header.type = static_cast<uint8_t>(DownType::start);
  header.flags = flag_first | flag_last;
  worker.end.send(header, std::as_bytes(std::span(payload)));
}

CellEvent ZygoteProcess::wait_for_end(const Worker& worker) {
  while (!ended_.contains(worker.id)) {
    const CellEvent event = next_event();
    if (event.kind == CellEvent::Kind::ended) ended_[event.cell] = event;
  }
  return ended_[worker.id];
}

bool ends(const Fd& pidfd) {
  pollfd waiting = {pidfd.get(), POLLIN, 0};
  return ::poll(&waiting, 1, 10'000) == 1;
}

bool read_record(Worker& worker, RecordHeader& header, std::string& payload) {
  RingReader& reader = worker.end.reader();
  if (reader.exhausted() && reader.snapshot() != RingState::ready) return false;
  std::span<const std::byte> bytes;
  if (reader.peek(header, bytes) != RingState::ready) return false;
  payload.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  reader.release();
  return true;
}

}  // namespace skep::escape
