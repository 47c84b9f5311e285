#include "daemon/events.h"

namespace skep {
namespace {

struct WorkerOf {
  WorkerId operator()(const auto& event) const { return event.worker; }
  WorkerId operator()(const BroadcastEvent& event) const { return event.root; }
  WorkerId operator()(const ServiceEvent&) const { return WorkerId::none; }
  WorkerId operator()(const ReloadedEvent&) const { return WorkerId::none; }
  WorkerId operator()(const ZygoteEvent&) const { return WorkerId::none; }
};

}  // namespace

WorkerId worker_of(const Event& event) {
  return std::visit(WorkerOf{}, event);
}

}  // namespace skep
