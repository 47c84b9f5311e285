// Clients that wait for the end of a worker.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>

#include <boost/asio/steady_timer.hpp>

#include "daemon/control/answer.h"
#include "daemon/control/client_id.h"
#include "daemon/events.h"

namespace skep {

class Waits {
 public:
  explicit Waits(boost::asio::io_context& io) : io_(io) {}

  // `answer` gets the members of the worker's exit event, or a refusal when the time is up. False:
  // this client waits for max_waits workers already.
  bool add(ClientId client, WorkerId worker, std::optional<std::chrono::milliseconds> timeout,
           control::LaterAnswer answer);

  void on_exit(const ExitEvent& exit);
  void forget(ClientId client);

  size_t size() const { return waits_.size(); }

 private:
  struct Wait {
    uint64_t number;  // a timer that fired just before its wait was removed must not find another
    ClientId client;
    control::LaterAnswer answer;
    std::unique_ptr<boost::asio::steady_timer> timer;
  };
  using Table = std::unordered_multimap<WorkerId, Wait>;

  Table::iterator remove(Table::iterator wait);
  void on_timeout(WorkerId worker, uint64_t number, std::chrono::milliseconds timeout);

  boost::asio::io_context& io_;
  Table waits_;
  uint64_t last_number_ = 0;
  std::unordered_map<ClientId, size_t> of_client_;
};

}  // namespace skep
