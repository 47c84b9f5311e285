// A listening control socket: lets clients in, or tells them why not.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/fd.h"
#include "daemon/control/clients.h"
#include "daemon/control/peer_access.h"

namespace skep::control {

class Listener {
 public:
  // `socket` listens already: bind_control_socket(), or given by systemd.
  Listener(boost::asio::io_context& io, Fd socket, Clients& clients, AccessGroups groups);

  void set_groups(AccessGroups groups) { groups_ = std::move(groups); }
  // Lets nobody in any more.
  void stop();

 private:
  void accept();
  void on_accepted(const boost::system::error_code& error, Session::Socket socket);

  boost::asio::local::stream_protocol::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  Clients& clients_;
  AccessGroups groups_;
};

// A listening socket at `path`, mode 0660 and, where it exists and may be given, owned by `group`.
// A socket that a dead daemon left there is replaced; EADDRINUSE when a living one answers.
Result<Fd> bind_control_socket(const std::string& path, const std::string& group);

}  // namespace skep::control
