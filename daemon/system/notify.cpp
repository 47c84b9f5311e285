#include "daemon/system/notify.h"

#include <cstdlib>
#include <cstring>
#include <time.h>

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include "base/log.h"

namespace skep {
namespace {

// Of the status line, when there is no watchdog that asks for more.
constexpr std::chrono::seconds slow_interval{10};

// A tick that comes late once must not be the end.
constexpr int ticks_per_timeout = 3;

uint64_t monotonic_us() {
  timespec now;
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000 + static_cast<uint64_t>(now.tv_nsec) / 1000;
}

}  // namespace

Notify::Notify(boost::asio::io_context& io, std::function<std::string()> status)
    : timer_(io), status_(std::move(status)), interval_(slow_interval) {
  managed_ = std::getenv("NOTIFY_SOCKET") != nullptr;
  uint64_t timeout_us = 0;
  watched_ = ::sd_watchdog_enabled(0, &timeout_us) > 0;
  if (watched_) interval_ = std::chrono::microseconds(timeout_us / ticks_per_timeout);
}

void Notify::ready() {
  if (!managed_) return;
  told_ = status_();
  send("READY=1\nSTATUS=" + told_);
  arm();
}

void Notify::reloading() {
  if (managed_) send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", monotonic_us()));
}

void Notify::ready_again() {
  if (managed_) send("READY=1");
}

void Notify::stopping() {
  if (managed_) send("STOPPING=1");
}

void Notify::arm() {
  timer_.expires_after(interval_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    tick();
    arm();
  });
}

void Notify::tick() {
  std::string state = watched_ ? "WATCHDOG=1" : "";
  if (std::string now = status_(); now != told_) {
    told_ = std::move(now);
    if (watched_) state += '\n';
    state += "STATUS=" + told_;
  }
  if (!state.empty()) send(state);
}

void Notify::send(const std::string& state) {
  const int sent = ::sd_notify(0, state.c_str());
  if (sent < 0) log::warning("the service manager does not hear: {}", std::strerror(-sent));
}

}  // namespace skep
