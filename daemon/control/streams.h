// The events that one client asked for: each `subscribe` opens a stream with a number of its own,
// and every event of it carries that number.
//
// Streams that are about workers are found by the worker: an event costs in proportion to the
// streams that it fits, however many others the client has. A client may have one for each of its
// workers.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "daemon/events.h"
#include "proto/clone_json.h"

namespace skep::control {

// One bit for each alternative of Event, in its order.
using EventTypes = uint32_t;
inline constexpr EventTypes all_event_types = (1u << std::variant_size_v<Event>)-1;
inline EventTypes type_bit(const Event& event) {
  return 1u << event.index();
}

struct StreamWish {
  EventTypes types = all_event_types;
  // Only what is about these; the first is the one that was asked for, and children that they spawn
  // join them. Empty: about anything.
  std::vector<WorkerId> workers = {};
  bool with_descendants = true;
  // Only broadcasts on this channel of the one worker's tree.
  std::optional<std::string> channel = {};
  ValueForm values = ValueForm::plain;
};

class Streams {
 public:
  // The new stream's number, from 1 and never used twice; 0 when there are max_streams already.
  uint64_t open(StreamWish wish);
  // Gives back what was asked for; nothing if there is no such stream.
  std::optional<StreamWish> close(uint64_t stream);
  // All that are open.
  std::vector<StreamWish> wishes() const;

  bool want(EventTypes types, WorkerId worker) const;

  // Whether the client gets an event, or only hears of its loss.
  enum class Delivery { lines, none };

  // Calls `send` with the line for each stream that the event is for; with an empty one where there
  // is no delivery, which is asked before each. The stream of one worker ends with that worker's
  // exit: `send` gets its `end` line too.
  void publish(const Event& event, const std::function<Delivery()>& delivery,
               const std::function<void(std::string_view line)>& send);

 private:
  struct Stream {
    StreamWish wish;
    std::unordered_set<WorkerId> workers;

    bool fits(const Event& event) const;
  };
  using Numbers = std::vector<uint64_t>;

  const Numbers& about(WorkerId worker) const;
  void remove_from_index(uint64_t number, const Stream& stream);
  void end_with(WorkerId worker, const std::function<void(std::string_view line)>& send);

  std::map<uint64_t, Stream> streams_;
  Numbers about_anything_;
  std::unordered_map<WorkerId, Numbers> about_worker_;  // no list in it is empty
  uint64_t last_ = 0;
};

}  // namespace skep::control
