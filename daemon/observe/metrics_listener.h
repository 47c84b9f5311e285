// Answers Prometheus over HTTP: GET /metrics and GET /healthz, on a Unix or loopback address.
//
//   /metrics   OpenMetrics for who accepts it, else the older Prometheus text
//   /healthz   200 "ok" while the daemon serves, 503 with the reason while it does not
//
// Every connection is bounded in what it may send and how long it may live, and so is the number of
// connections: more than that wait in the kernel until one of them is over, at the latest when its
// time is. A peer can only ever hold up other readers of metrics, and for seconds.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "daemon/observe/listen_address.h"
#include "daemon/observe/metrics.h"

namespace skep {

class MetricsListener {
 public:
  struct Sources {
    std::function<std::string(MetricsFormat)> metrics;
    // Empty while all is well, else why not.
    std::function<std::string()> trouble;
  };
  struct Bounds {
    size_t connections = 16;
    size_t request_bytes = 8 * 1024;             // headers; a body is refused
    std::chrono::milliseconds lifetime{10'000};  // of one connection, whatever it does
  };

  // Listens at once. Throws when the address cannot be used: this is start-up.
  MetricsListener(boost::asio::io_context& io, const ListenAddress& address, Sources sources);
  MetricsListener(boost::asio::io_context& io, const ListenAddress& address, Sources sources,
                  Bounds bounds);
  // On a socket that listens already, handed over by the service manager; its file is not ours.
  MetricsListener(boost::asio::io_context& io, Fd listening, Sources sources);
  // Closes every connection; removes the Unix socket that it made. The io_context must not run any
  // more, or run on this thread.
  ~MetricsListener();

  // The TCP port it got; 0 for a Unix socket.
  uint16_t port() const;
  size_t connections() const;

 private:
  class Server;
  std::shared_ptr<Server> server_;
};

}  // namespace skep
