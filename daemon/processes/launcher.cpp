#include "daemon/processes/launcher.h"

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <sys/wait.h>

#include "base/log.h"
#include "ipc/futex.h"

namespace skep {
namespace {

// So many workers before its end a zygote's successor is started: it takes some tens of
// milliseconds to become warm.
constexpr uint64_t workers_ahead = 16;

// Zygotes that die before they are warm this often in a row are not replaced at once any more: only
// when a worker is asked for, and no sooner than so long after the last one.
constexpr int most_failures = 3;
constexpr uint64_t pause_ns = 1'000'000'000;

// Ends as a worker does whose engine is attacked, or searched: a wrong address, or a call that its
// code does not make.
bool is_suspicious(int wait_status) {
  if (!WIFSIGNALED(wait_status)) return false;
  const int number = WTERMSIG(wait_status);
  return number == SIGSEGV || number == SIGSYS || number == SIGILL || number == SIGBUS ||
         number == SIGTRAP;
}

}  // namespace

Launcher::Launcher(boost::asio::io_context& io, Reaper& reaper, Listener listener,
                   Counters& counters, uint64_t workers_per_zygote)
    : io_(io),
      reaper_(reaper),
      listener_(std::move(listener)),
      counters_(counters),
      workers_per_zygote_(workers_per_zygote) {
  Result<Slot> first = start();
  if (!first) throw std::runtime_error("cannot start skep-cell: " + first.error().message());
  slots_.push_back(std::move(*first));
  prepare_next();
}

Launcher::~Launcher() {
  for (Slot& slot : slots_) slot.zygote->stop();
  if (next_) next_->zygote->stop();
}

Result<Launcher::Slot> Launcher::start() {
  Zygote::Listener listener;
  listener.event = [this](Zygote& zygote, const CellEvent& event, Fd pidfd) {
    on_event(zygote, event, std::move(pidfd));
  };
  listener.lost = [this](Zygote& zygote) { on_lost(zygote); };
  TRY(std::shared_ptr<Zygote> zygote, Zygote::start(io_, reaper_, std::move(listener)));
  ++counters_.zygotes_started;
  return Slot{std::move(zygote)};
}

Result<> Launcher::launch(const SpawnCell& cell, const CellDescriptors& descriptors) {
  if (serving() == nullptr && !try_again()) return errno_error(EAGAIN);
  if (serving()->zygote->asked() >= workers_per_zygote_) {
    ++counters_.zygotes_used_up;
    renew();
  }
  Slot* slot = serving();
  TRY_VOID(slot->zygote->request(cell, descriptors));
  slot->cells.insert(CellId{cell.cell});
  prepare_next();
  return {};
}

bool Launcher::may_launch_ahead() {
  const Slot* slot = serving();
  return slot != nullptr && workers_per_zygote_ > 1 && slot->zygote->asked() < workers_per_zygote_;
}

Launcher::Slot* Launcher::serving() {
  return slots_.empty() || slots_.back().retired ? nullptr : &slots_.back();
}

void Launcher::suspect(const Slot& slot, const CellEvent& event) {
  // A layout that serves nobody any more cannot be searched: a crowd that crashes costs one zygote.
  if (!is_suspicious(event.wait_status) || slot.retired) return;
  log::notice("a worker ended by signal {}: the next ones get a fresh address-space layout",
              WTERMSIG(event.wait_status));
  ++counters_.zygotes_suspected;
  renew();
}

bool Launcher::try_again() {
  if (monotonic_ns() < next_try_ns_) return false;
  next_try_ns_ = monotonic_ns() + pause_ns;
  return replace();
}

bool Launcher::replace() {
  if (next_) {
    slots_.push_back(std::move(*next_));
    next_.reset();
    return true;
  }
  Result<Slot> another = start();
  if (!another) {
    log::error("cannot start another zygote: {}", another.error().message());
    return false;
  }
  slots_.push_back(std::move(*another));
  return true;
}

void Launcher::renew() {
  const size_t old = slots_.size() - 1;
  // The old one goes on where there is no other.
  if (!replace()) return;
  slots_[old].retired = true;
  listener_.retired();
  stop_unused();
}

void Launcher::prepare_next() {
  if (next_ || serving()->zygote->asked() + workers_ahead < workers_per_zygote_) return;
  if (Result<Slot> another = start(); another) {
    next_.emplace(std::move(*another));
  } else {
    log::warning("cannot start a zygote ahead: {}", another.error().message());
  }
}

void Launcher::stop_unused() {
  std::erase_if(slots_, [](Slot& slot) {
    const bool unused = slot.retired && slot.cells.empty();
    if (unused) slot.zygote->stop();
    return unused;
  });
}

Launcher::Slot* Launcher::slot_of(const Zygote& zygote) {
  if (next_ && next_->zygote.get() == &zygote) return &*next_;
  const auto found = std::find_if(slots_.begin(), slots_.end(),
                                  [&](const Slot& slot) { return slot.zygote.get() == &zygote; });
  return found == slots_.end() ? nullptr : &*found;
}

void Launcher::on_event(Zygote& zygote, const CellEvent& event, Fd pidfd) {
  const CellId cell{event.cell};
  switch (event.kind) {
    case CellEvent::Kind::ready:
      failures_ = 0;
      layers_ = event.layers;
      if (Slot* slot = slot_of(zygote)) slot->warm = true;
      return listener_.ready(event.layers);
    case CellEvent::Kind::spawned: return listener_.spawned(cell, event.pid, std::move(pidfd));
    case CellEvent::Kind::failed:
    case CellEvent::Kind::ended: break;
  }
  if (Slot* slot = slot_of(zygote)) {
    slot->cells.erase(cell);
    if (event.kind == CellEvent::Kind::ended) suspect(*slot, event);
  }
  if (event.kind == CellEvent::Kind::failed) {
    listener_.failed(cell, errno_error(event.error));
  } else {
    listener_.ended(cell, event);
  }
  stop_unused();
}

void Launcher::on_lost(Zygote& zygote) {
  if (next_ && next_->zygote.get() == &zygote) {
    // Nobody's worker. Another is started when the next worker is asked for.
    ++counters_.zygotes_lost;
    log::warning("zygote {} is lost before it served", zygote.pid());
    next_.reset();
    return;
  }
  Slot* slot = slot_of(zygote);
  if (slot == nullptr) return;
  std::vector<CellId> cells(slot->cells.begin(), slot->cells.end());
  std::ranges::sort(cells);  // their ends are told in the order in which they came to be
  const bool served = !slot->retired;
  ++counters_.zygotes_lost;
  log::warning("zygote {} is lost with {} processes", zygote.pid(), cells.size());
  slots_.erase(slots_.begin() + (slot - slots_.data()));
  if (served) {
    if (++failures_ < most_failures) {
      replace();
    } else {
      log::error("{} zygotes in a row ended before they were ready: workers cannot start",
                 failures_);
      next_try_ns_ = monotonic_ns() + pause_ns;
    }
  }
  listener_.lost(cells);
  // One that was started ahead told it before.
  if (served && serving() != nullptr && serving()->warm) listener_.ready(*layers_);
}

}  // namespace skep
