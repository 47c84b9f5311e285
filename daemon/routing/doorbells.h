// Which workers rang: one eventfd each in an epoll set of our own, nested in the io_context.
//
// The kernel's ready list replaces any scan over workers. The set is edge-triggered and the
// eventfds are never read: a worker holds its own too, so any read of it could be made to block or
// lie. (Asio's own descriptors re-arm with each wait, which would report a never-read eventfd for
// ever.)
#pragma once

#include <functional>
#include <span>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/fd.h"
#include "proto/ids.h"

namespace skep {

class Doorbells {
 public:
  // `rang` is called once for each batch of workers that rang since the last one.
  Doorbells(boost::asio::io_context& io, std::function<void(std::span<const WorkerId>)> rang);

  // The descriptor may be closed once the worker has its own: the kernel keeps listening for as
  // long as anybody holds the eventfd, that is until the worker's process is gone. So a worker
  // costs no descriptor here, and may ring a last time after it was forgotten.
  Result<> add(const Fd& doorbell, WorkerId worker);

 private:
  void listen();
  void collect();

  boost::asio::posix::stream_descriptor set_;
  std::function<void(std::span<const WorkerId>)> rang_;
};

}  // namespace skep
