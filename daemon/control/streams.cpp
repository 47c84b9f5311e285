#include "daemon/control/streams.h"

#include <algorithm>

#include "daemon/control/events.h"
#include "proto/control.h"

namespace skep::control {
namespace {

// The new worker that an event brings into being, and its parent.
const SpawnedEvent* birth(const Event& event) {
  return std::get_if<SpawnedEvent>(&event);
}

}  // namespace

uint64_t Streams::open(StreamWish wish) {
  if (streams_.size() >= max_streams) return 0;
  Stream stream = {++last_, std::move(wish), {}};
  stream.workers.insert(stream.wish.workers.begin(), stream.wish.workers.end());
  streams_.push_back(std::move(stream));
  return last_;
}

std::optional<StreamWish> Streams::close(uint64_t number) {
  const auto found = std::ranges::find(streams_, number, &Stream::number);
  if (found == streams_.end()) return std::nullopt;
  StreamWish wish = std::move(found->wish);
  streams_.erase(found);
  return wish;
}

std::vector<StreamWish> Streams::wishes() const {
  std::vector<StreamWish> wishes;
  for (const Stream& stream : streams_) wishes.push_back(stream.wish);
  return wishes;
}

bool Streams::want(EventTypes types, WorkerId worker) const {
  return std::ranges::any_of(streams_, [=](const Stream& stream) {
    return (stream.wish.types & types) != 0 && stream.about(worker);
  });
}

bool Streams::Stream::fits(const Event& event) const {
  if ((wish.types & type_bit(event)) == 0) return false;
  if (wish.channel) {
    const auto* broadcast = std::get_if<BroadcastEvent>(&event);
    return broadcast != nullptr && about(broadcast->root) && broadcast->channel == *wish.channel;
  }
  const WorkerId worker = worker_of(event);
  return worker == WorkerId::none ? workers.empty() : about(worker);
}

void Streams::publish(const Event& event, Delivery delivery,
                      const std::function<void(std::string_view)>& send) {
  // `send` may close the whole client, but it never comes back here.
  for (size_t i = 0; i < streams_.size();) {
    Stream& stream = streams_[i];
    if (const SpawnedEvent* spawned = birth(event); spawned != nullptr && !stream.workers.empty() &&
                                                    stream.wish.with_descendants &&
                                                    stream.workers.contains(spawned->parent)) {
      stream.workers.insert(spawned->worker);
    }
    if (stream.fits(event)) {
      send(delivery == Delivery::lines ? event_line(stream.number, event, stream.wish.values)
                                       : std::string());
    }
    const auto* exit = std::get_if<ExitEvent>(&event);
    if (exit != nullptr && !stream.workers.empty()) {
      stream.workers.erase(exit->worker);
      if (exit->worker == stream.wish.workers.front()) {
        send(end_line(stream.number));
        streams_.erase(streams_.begin() + static_cast<std::ptrdiff_t>(i));
        continue;
      }
    }
    ++i;
  }
}

}  // namespace skep::control
