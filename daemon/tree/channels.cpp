#include "daemon/tree/channels.h"

#include <algorithm>

namespace skep {

Channels::Channel& Channels::at(std::string_view name) {
  const auto found = channels_.find(name);
  return found != channels_.end() ? found->second : channels_[std::string(name)];
}

void Channels::drop_if_empty(Table::iterator place) {
  if (place->second.members.empty() && place->second.outside == 0) channels_.erase(place);
}

bool Channels::join(std::string_view name, WorkerId member) {
  std::vector<WorkerId>& members = at(name).members;
  if (std::ranges::find(members, member) != members.end()) return false;
  members.push_back(member);
  return true;
}

bool Channels::leave(std::string_view name, WorkerId member) {
  const auto place = channels_.find(name);
  if (place == channels_.end() || std::erase(place->second.members, member) == 0) return false;
  drop_if_empty(place);
  return true;
}

void Channels::join_from_outside(std::string_view name) {
  ++at(name).outside;
}

bool Channels::leave_from_outside(std::string_view name) {
  const auto place = channels_.find(name);
  if (place == channels_.end() || place->second.outside == 0) return false;
  --place->second.outside;
  drop_if_empty(place);
  return true;
}

const Channels::Channel* Channels::find(std::string_view name) const {
  const auto found = channels_.find(name);
  return found == channels_.end() ? nullptr : &found->second;
}

}  // namespace skep
