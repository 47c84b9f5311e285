// Who listens on which BroadcastChannel of one tree: workers of it, and clients from outside.
//
// A channel is here while anybody listens on it, and no longer.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "proto/ids.h"

namespace skep {

class Channels {
 public:
  struct Channel {
    std::vector<WorkerId> members;  // each once, in the order in which they joined
    uint32_t outside = 0;           // how often a client joined
  };

  // False if it was a member already.
  bool join(std::string_view name, WorkerId member);
  // False if it was none.
  bool leave(std::string_view name, WorkerId member);

  void join_from_outside(std::string_view name);
  // False if no client was there.
  bool leave_from_outside(std::string_view name);

  // Null when nobody listens.
  const Channel* find(std::string_view name) const;

  size_t count() const { return channels_.size(); }

 private:
  using Table = std::map<std::string, Channel, std::less<>>;
  Channel& at(std::string_view name);
  void drop_if_empty(Table::iterator place);

  Table channels_;
};

}  // namespace skep
