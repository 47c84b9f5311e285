#include "daemon/processes/zygote.h"

#include <array>
#include <cstring>

#include "base/log.h"

namespace skep {

using Wait = boost::asio::posix::stream_descriptor;

Zygote::Zygote(boost::asio::io_context& io, Reaper& reaper, Program program, Listener listener)
    : reaper_(reaper),
      program_(std::move(program)),
      pid_(program_.pid),
      socket_(io, program_.socket.release()),
      listener_(std::move(listener)) {}

Result<std::shared_ptr<Zygote>> Zygote::start(boost::asio::io_context& io, Reaper& reaper,
                                              Listener listener) {
  TRY(Program program, start_program("skep-cell", {}));
  std::shared_ptr<Zygote> zygote(new Zygote(io, reaper, std::move(program), std::move(listener)));
  zygote->listen();
  return zygote;
}

Result<> Zygote::request(const SpawnCell& cell, const CellDescriptors& descriptors) {
  if (stopped_) return errno_error(ESRCH);
  Waiting waiting{cell, {}, {}, {}};
  TRY(waiting.segment, descriptors.segment.duplicate());
  TRY(waiting.doorbell, descriptors.doorbell.duplicate());
  if (descriptors.group) {
    TRY(waiting.group, descriptors.group.duplicate());
  }
  waiting_.push_back(std::move(waiting));
  ++asked_;
  ++living_;
  if (!flushing_) flush();
  return {};
}

void Zygote::flush() {
  while (!waiting_.empty()) {
    const Waiting& next = waiting_.front();
    const std::array<int, 3> fds = {next.segment.get(), next.doorbell.get(), next.group.get()};
    const Result<> sent =
        send_packet(socket_.native_handle(), std::as_bytes(std::span(&next.cell, 1)),
                    std::span(fds).first(next.group ? 3 : 2));
    if (!sent && sent.error() == errno_error(EAGAIN)) {
      flushing_ = true;
      socket_.async_wait(Wait::wait_write, [self = shared_from_this()](const Error& error) {
        self->flushing_ = false;
        if (!error && !self->stopped_) self->flush();
      });
      return;
    }
    if (!sent) return;  // the reading side sees the end as well, and tells the owner
    waiting_.pop_front();
  }
}

void Zygote::listen() {
  socket_.async_wait(Wait::wait_read, [self = shared_from_this()](const Error& error) {
    if (error || self->stopped_) return;
    self->receive_all();
    if (!self->stopped_) self->listen();
  });
}

void Zygote::receive_all() {
  while (!stopped_) {
    CellEvent event;
    Result<Packet> packet =
        receive_packet(socket_.native_handle(), std::as_writable_bytes(std::span(&event, 1)));
    if (!packet) {
      if (packet.error() == errno_error(EAGAIN)) return;
      return end();
    }
    if (packet->bytes.size() != sizeof event) {
      log::error("zygote {} sent a packet of {} bytes", pid_, packet->bytes.size());
      return end();
    }
    const bool over = event.kind == CellEvent::Kind::ended || event.kind == CellEvent::Kind::failed;
    if (over && living_ > 0) --living_;
    listener_.event(*this, event, std::move(packet->fds[0]));
  }
}

void Zygote::end() {
  const std::shared_ptr<Zygote> self = shared_from_this();  // the owner may drop us in lost()
  stop();
  listener_.lost(*this);
}

void Zygote::stop() {
  if (stopped_) return;
  stopped_ = true;
  socket_.close();
  // Its own end closes every worker of it: it is the first process of their namespace. The kill
  // only makes sure of a zygote that hangs. It may take as long as its workers take to die.
  reaper_.end(std::move(program_));
}

}  // namespace skep
