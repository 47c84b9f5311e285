#include "daemon/routing/ring_pages.h"

#include <chrono>
#include <utility>

namespace skep {
namespace {

// Whoever sends large messages again and again gets its pages anew each time.
constexpr auto between_looks = std::chrono::seconds(1);

}  // namespace

void RingPages::grew(Worker& worker) {
  worker.rings_grew = true;
  grown_.push_back(worker.id);
  if (!looks_) look_later();
}

void RingPages::look_later() {
  looks_ = true;
  timer_.expires_after(between_looks);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) look();
  });
}

void RingPages::look() {
  looks_ = false;
  for (const WorkerId id : std::exchange(grown_, {})) {
    Worker* worker = workers_.find(id);
    if (worker == nullptr || !worker->end) continue;
    worker->rings_grew = !worker->end->return_pages();
    if (worker->rings_grew) grown_.push_back(id);
  }
  if (!grown_.empty()) look_later();
}

}  // namespace skep
