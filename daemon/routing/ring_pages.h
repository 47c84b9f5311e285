// Gives back the pages that large records made of workers' rings, once those workers are idle.
//
// Looks only at workers that had a large record since the last look, so that a supervisor of idle
// workers sleeps.
#pragma once

#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/worker.h"

namespace skep {

class RingPages {
 public:
  RingPages(boost::asio::io_context& io, WorkerTable& workers) : workers_(workers), timer_(io) {}

  // Call after a record went through one of its rings.
  void note(Worker& worker) {
    if (!worker.rings_grew && worker.end && worker.end->beyond_low_part()) grew(worker);
  }

 private:
  void grew(Worker& worker);
  void look_later();
  void look();

  WorkerTable& workers_;
  boost::asio::steady_timer timer_;
  std::vector<WorkerId> grown_;
  bool looks_ = false;
};

}  // namespace skep
