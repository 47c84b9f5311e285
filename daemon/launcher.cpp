#include "daemon/launcher.h"

#include <algorithm>
#include <stdexcept>

#include "base/log.h"

namespace skep {
namespace {

// How many workers one zygote makes before it is replaced. The price of a new one, some tens of
// milliseconds of one core, is spread over so many.
constexpr uint64_t workers_per_zygote = 10'000;

// A zygote that dies before it is warm this often in a row will not get better.
constexpr int most_failures = 3;

}  // namespace

Launcher::Launcher(boost::asio::io_context& io, Listener listener, Counters& counters)
    : io_(io), listener_(std::move(listener)), counters_(counters) {
  if (const Result<> started = start(); !started) {
    throw std::runtime_error("cannot start skep-cell: " + started.error().message());
  }
}

Launcher::~Launcher() {
  for (Slot& slot : slots_) slot.zygote->stop();
}

Result<> Launcher::start() {
  Zygote::Listener listener;
  listener.event = [this](Zygote& zygote, const CellEvent& event, Fd pidfd) {
    on_event(zygote, event, std::move(pidfd));
  };
  listener.lost = [this](Zygote& zygote) { on_lost(zygote); };
  TRY(std::shared_ptr<Zygote> zygote, Zygote::start(io_, std::move(listener)));
  slots_.push_back({std::move(zygote), {}});
  ++counters_.zygotes_started;
  return {};
}

Result<> Launcher::launch(const SpawnCell& cell, const CellDescriptors& descriptors) {
  if (slots_.empty()) return errno_error(ESRCH);
  if (slots_.back().zygote->asked() >= workers_per_zygote) renew();
  Slot& slot = slots_.back();
  TRY_VOID(slot.zygote->request(cell, descriptors));
  slot.workers.insert(WorkerId{cell.worker});
  return {};
}

void Launcher::renew() {
  if (const Result<> started = start(); !started) {
    log::error("cannot start another zygote, the old one goes on: {}", started.error().message());
    return;
  }
  stop_unused();
}

void Launcher::stop_unused() {
  for (size_t i = 0; i + 1 < slots_.size();) {
    if (slots_[i].workers.empty()) {
      slots_[i].zygote->stop();
      slots_.erase(slots_.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

Launcher::Slot* Launcher::slot_of(const Zygote& zygote) {
  const auto found = std::find_if(slots_.begin(), slots_.end(),
                                  [&](const Slot& slot) { return slot.zygote.get() == &zygote; });
  return found == slots_.end() ? nullptr : &*found;
}

void Launcher::on_event(Zygote& zygote, const CellEvent& event, Fd pidfd) {
  const WorkerId worker{event.worker};
  switch (event.kind) {
    case CellEvent::Kind::ready:
      failures_ = 0;
      layers_ = event.layers;
      return listener_.ready(event.layers);
    case CellEvent::Kind::spawned: return listener_.spawned(worker, event.pid, std::move(pidfd));
    case CellEvent::Kind::failed:
    case CellEvent::Kind::ended: break;
  }
  if (Slot* slot = slot_of(zygote)) slot->workers.erase(worker);
  if (event.kind == CellEvent::Kind::failed) {
    listener_.failed(worker, errno_error(event.error));
  } else {
    listener_.ended(worker, event);
  }
  stop_unused();
}

void Launcher::on_lost(Zygote& zygote) {
  Slot* slot = slot_of(zygote);
  if (slot == nullptr) return;
  std::vector<WorkerId> workers(slot->workers.begin(), slot->workers.end());
  std::ranges::sort(workers);  // their ends are told in the order in which they came to be
  const bool serving = slot == &slots_.back();
  ++counters_.zygotes_lost;
  log::warning("zygote {} is lost with {} workers", zygote.pid(), workers.size());
  slots_.erase(slots_.begin() + (slot - slots_.data()));
  if (serving) {
    if (++failures_ >= most_failures) {
      log::error("{} zygotes in a row ended before they were ready: giving up", failures_);
    } else if (const Result<> started = start(); !started) {
      log::error("cannot start another zygote: {}", started.error().message());
    }
  }
  listener_.lost(workers);
}

}  // namespace skep
