// Hands every event to all who listen: clients, logs, metrics, services, the journal.
#pragma once

#include <vector>

#include "daemon/events.h"

namespace skep {

class EventHub final : public EventSink {
 public:
  // In the order in which they shall hear of each event. They must outlive whoever publishes.
  void add(EventSink& sink) { sinks_.push_back(&sink); }

  void publish(const Event& event) override {
    for (EventSink* sink : sinks_) sink->publish(event);
  }
  bool congested(WorkerId worker) const override {
    for (const EventSink* sink : sinks_) {
      if (sink->congested(worker)) return true;
    }
    return false;
  }
  bool wants_messages(WorkerId root) const override {
    for (const EventSink* sink : sinks_) {
      if (sink->wants_messages(root)) return true;
    }
    return false;
  }

 private:
  std::vector<EventSink*> sinks_;
};

}  // namespace skep
