#include "cli/worker_list.h"

#include "cli/json_member.h"
#include "proto/control.h"

namespace skep::cli {

Json list_workers(ControlClient& client, Json params) {
  Json workers = Json::array();
  while (const uint64_t last = take_part(client.call(control::method::list, params), workers)) {
    params["after"] = last;
  }
  return workers;
}

uint64_t take_part(const Json& answer, Json& workers) {
  Json part = list_of(answer, "workers");
  const uint64_t last = part.empty() ? 0 : number_of(part.back(), "worker");
  for (Json& worker : part) workers.push_back(std::move(worker));
  return flag_of(answer, "more") ? last : 0;
}

}  // namespace skep::cli
