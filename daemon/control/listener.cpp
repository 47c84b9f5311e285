#include "daemon/control/listener.h"

#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/control/dispatch.h"

namespace skep::control {
namespace {

// When descriptors run out, connecting clients wait this long for some to be closed.
constexpr std::chrono::milliseconds out_of_descriptors_pause{100};

constexpr int backlog = 128;

Result<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) return errno_error(ENAMETOOLONG);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

Result<Fd> stream_socket(int flags) {
  return adopt_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
}

bool somebody_listens(const sockaddr_un& address) {
  const auto probe = stream_socket(SOCK_NONBLOCK);
  if (!probe) return false;
  const int status =
      ::connect(probe->get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return status == 0 || errno == EAGAIN;
}

bool is_socket(const std::string& path) {
  struct stat about;
  return ::lstat(path.c_str(), &about) == 0 && S_ISSOCK(about.st_mode);
}

// One line for a client that is not let in; it is small enough for any socket buffer.
void turn_away(int socket, const Refusal& refusal) {
  const std::string line = to_line(answer_json(nullptr, refusal));
  [[maybe_unused]] const ssize_t sent =
      ::send(socket, line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace

Listener::Listener(boost::asio::io_context& io, Fd socket, Clients& clients, AccessGroups groups)
    : acceptor_(io), pause_(io), clients_(clients), groups_(std::move(groups)) {
  acceptor_.assign(boost::asio::local::stream_protocol(), socket.release());
  accept();
}

void Listener::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

void Listener::accept() {
  acceptor_.async_accept([this](const boost::system::error_code& error, Session::Socket socket) {
    on_accepted(error, std::move(socket));
  });
}

void Listener::on_accepted(const boost::system::error_code& error, Session::Socket socket) {
  if (error == boost::asio::error::operation_aborted || !acceptor_.is_open()) return;
  if (error) {
    log::warning("a control client could not be accepted: {}", error.message());
    pause_.expires_after(out_of_descriptors_pause);
    pause_.async_wait([this](const boost::system::error_code& stopped) {
      if (!stopped) accept();
    });
    return;
  }
  // Asio accepts without it, and no zygote that is exec'd later may inherit a client.
  if (::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC) != 0) return accept();
  const Result<Peer> peer = peer_of(socket.native_handle(), groups_);
  if (!peer || !peer->access) {
    clients_.count_refused();
    log::notice("user {} may not use the control socket", peer ? peer->uid : 0);
    turn_away(socket.native_handle(),
              {ErrorCode::permission_denied,
               "You may not use this socket: only root, the daemon's own user and members of the "
               "configured groups may.",
               {{"admin_group", groups_.admin}, {"read_group", groups_.read_only}}});
  } else if (clients_.full()) {
    clients_.count_refused();
    log::warning("a control client was turned away: there are {} already", clients_.count());
    turn_away(socket.native_handle(), {ErrorCode::too_many,
                                       "There are too many clients; try again later.",
                                       {{"what", "clients"}, {"most", Clients::most}}});
  } else {
    clients_.add(std::move(socket), {.access = *peer->access});
  }
  accept();
}

Result<Fd> bind_control_socket(const std::string& path, const std::string& group) {
  TRY(const sockaddr_un address, address_of(path));
  if (is_socket(path)) {
    if (somebody_listens(address)) return errno_error(EADDRINUSE);
    if (::unlink(path.c_str()) != 0) return last_error();
  }
  TRY(Fd socket, stream_socket(SOCK_NONBLOCK));
  // Nobody may connect between bind and chmod.
  const mode_t before = ::umask(0177);
  const int bound =
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int bind_error = errno;
  ::umask(before);
  if (bound != 0) return errno_error(bind_error);
  if (const ::group* entry = group.empty() ? nullptr : ::getgrnam(group.c_str())) {
    if (::chown(path.c_str(), static_cast<uid_t>(-1), entry->gr_gid) != 0) {
      log::warning("{} cannot be given to the group {}: {}", path, group, last_error().message());
    }
  } else if (!group.empty()) {
    log::warning("there is no group {}; only root and this user can use {}", group, path);
  }
  if (::chmod(path.c_str(), 0660) != 0) return last_error();
  if (::listen(socket.get(), backlog) != 0) return last_error();
  return socket;
}

}  // namespace skep::control
