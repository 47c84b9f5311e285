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
  const uint64_t number = ++last_;
  Stream stream = {std::move(wish), {}};
  stream.workers.insert(stream.wish.workers.begin(), stream.wish.workers.end());
  if (stream.workers.empty()) about_anything_.push_back(number);
  for (const WorkerId worker : stream.workers) about_worker_[worker].push_back(number);
  streams_.emplace(number, std::move(stream));
  return number;
}

std::optional<StreamWish> Streams::close(uint64_t number) {
  const auto found = streams_.find(number);
  if (found == streams_.end()) return std::nullopt;
  remove_from_index(number, found->second);
  StreamWish wish = std::move(found->second.wish);
  streams_.erase(found);
  return wish;
}

std::vector<StreamWish> Streams::wishes() const {
  std::vector<StreamWish> wishes;
  for (const auto& [number, stream] : streams_) wishes.push_back(stream.wish);
  return wishes;
}

bool Streams::want(EventTypes types, WorkerId worker) const {
  const auto wanted = [&](uint64_t number) {
    return (streams_.at(number).wish.types & types) != 0;
  };
  return std::ranges::any_of(about_anything_, wanted) || std::ranges::any_of(about(worker), wanted);
}

const Streams::Numbers& Streams::about(WorkerId worker) const {
  static const Numbers none;
  const auto found = about_worker_.find(worker);
  return found == about_worker_.end() ? none : found->second;
}

void Streams::remove_from_index(uint64_t number, const Stream& stream) {
  std::erase(about_anything_, number);
  for (const WorkerId worker : stream.workers) {
    const auto found = about_worker_.find(worker);
    if (found == about_worker_.end()) continue;
    std::erase(found->second, number);
    if (found->second.empty()) about_worker_.erase(found);
  }
}

// Whoever it is about is right already.
bool Streams::Stream::fits(const Event& event) const {
  if ((wish.types & type_bit(event)) == 0) return false;
  if (!wish.channel) return true;
  const auto* broadcast = std::get_if<BroadcastEvent>(&event);
  return broadcast != nullptr && broadcast->channel == *wish.channel;
}

void Streams::publish(const Event& event, const std::function<Delivery()>& delivery,
                      const std::function<void(std::string_view)>& send) {
  // `send` may close the whole client, but it never comes back here.
  if (const SpawnedEvent* spawned = birth(event)) {
    for (const uint64_t number : about(spawned->parent)) {
      Stream& stream = streams_.at(number);
      if (!stream.wish.with_descendants || !stream.workers.insert(spawned->worker).second) continue;
      about_worker_[spawned->worker].push_back(number);
    }
  }
  // A large message is put into words once for all streams that want it in one form.
  std::string plain, tagged;
  const auto tell = [&](uint64_t number) {
    const Stream& stream = streams_.at(number);
    if (!stream.fits(event)) return;
    if (delivery() == Delivery::none) return send({});
    std::string& members = stream.wish.values == ValueForm::plain ? plain : tagged;
    if (members.empty()) members = event_members(event, stream.wish.values);
    send(event_line(number, members));
  };
  std::ranges::for_each(about_anything_, tell);
  const WorkerId worker = worker_of(event);
  if (worker == WorkerId::none) return;
  std::ranges::for_each(about(worker), tell);
  if (std::holds_alternative<ExitEvent>(event)) end_with(worker, send);
}

void Streams::end_with(WorkerId worker, const std::function<void(std::string_view)>& send) {
  const auto found = about_worker_.find(worker);
  if (found == about_worker_.end()) return;
  const Numbers numbers = std::move(found->second);
  about_worker_.erase(found);
  for (const uint64_t number : numbers) {
    Stream& stream = streams_.at(number);
    stream.workers.erase(worker);
    if (stream.wish.workers.front() != worker) continue;
    send(end_line(number));
    close(number);
  }
}

}  // namespace skep::control
