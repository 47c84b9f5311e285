#include "daemon/control/waits.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/result.h"
#include "daemon/control/events.h"

namespace skep {

bool Waits::add(ClientId client, WorkerId worker, std::optional<std::chrono::milliseconds> timeout,
                control::LaterAnswer answer) {
  size_t& count = of_client_[client];
  if (count >= control::max_waits) return false;
  ++count;
  const uint64_t number = ++last_number_;
  const auto wait = waits_.emplace(worker, Wait{number, client, std::move(answer), nullptr});
  if (!timeout) return true;
  wait->second.timer = std::make_unique<boost::asio::steady_timer>(io_, *timeout);
  wait->second.timer->async_wait([this, worker, number, timeout](const Error& error) {
    if (!error) on_timeout(worker, number, *timeout);
  });
  return true;
}

void Waits::on_timeout(WorkerId worker, uint64_t number, std::chrono::milliseconds timeout) {
  const auto [begin, end] = waits_.equal_range(worker);
  const auto wait =
      std::find_if(begin, end, [=](const auto& each) { return each.second.number == number; });
  if (wait == end) return;
  const control::LaterAnswer answer = std::move(wait->second.answer);
  remove(wait);
  answer(control::Refusal{
      control::ErrorCode::timeout,
      fmt::format("Worker {} did not end within {} ms.", skep::number(worker), timeout.count()),
      {{"worker", skep::number(worker)}}});
}

void Waits::on_exit(const ExitEvent& exit) {
  for (auto wait = waits_.find(exit.worker); wait != waits_.end();
       wait = waits_.find(exit.worker)) {
    const control::LaterAnswer answer = std::move(wait->second.answer);
    remove(wait);
    answer(control::exit_json(exit));
  }
}

void Waits::forget(ClientId client) {
  for (auto wait = waits_.begin(); wait != waits_.end();) {
    wait = wait->second.client == client ? remove(wait) : std::next(wait);
  }
  of_client_.erase(client);
}

Waits::Table::iterator Waits::remove(Table::iterator wait) {
  const auto count = of_client_.find(wait->second.client);
  if (count != of_client_.end() && --count->second == 0) of_client_.erase(count);
  return waits_.erase(wait);
}

}  // namespace skep
