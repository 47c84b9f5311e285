#include "daemon/routing/doorbells.h"

#include <array>
#include <stdexcept>
#include <sys/epoll.h>

namespace skep {

Doorbells::Doorbells(boost::asio::io_context& io,
                     std::function<void(std::span<const WorkerId>)> rang)
    : set_(io), rang_(std::move(rang)) {
  const int set = ::epoll_create1(EPOLL_CLOEXEC);
  if (set < 0) throw std::runtime_error("epoll_create1: " + last_error().message());
  set_.assign(set);
  listen();
}

Result<> Doorbells::add(const Fd& doorbell, WorkerId worker) {
  epoll_event interest = {};
  interest.events = EPOLLIN | EPOLLET;
  interest.data.u64 = number(worker);
  if (::epoll_ctl(set_.native_handle(), EPOLL_CTL_ADD, doorbell.get(), &interest) != 0) {
    return last_error();
  }
  return {};
}

void Doorbells::listen() {
  set_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                  [this](const boost::system::error_code& error) {
                    if (error) return;
                    collect();
                    listen();
                  });
}

void Doorbells::collect() {
  std::array<epoll_event, 256> events;
  std::array<WorkerId, 256> workers;
  const int count = ::epoll_wait(set_.native_handle(), events.data(), events.size(), 0);
  if (count <= 0) return;
  for (int i = 0; i < count; ++i) workers[i] = WorkerId{events[i].data.u64};
  rang_(std::span(workers.data(), static_cast<size_t>(count)));
}

}  // namespace skep
