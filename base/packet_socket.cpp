#include "base/packet_socket.h"

#include <cstring>
#include <sys/socket.h>

namespace skep {

Result<std::pair<Fd, Fd>> make_packet_pair() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return last_error();
  return std::pair(Fd(ends[0]), Fd(ends[1]));
}

Result<> send_packet(int socket, std::span<const std::byte> bytes, std::span<const int> fds) {
  iovec body = {const_cast<std::byte*>(bytes.data()), bytes.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * max_packet_fds)] = {};
  msghdr message = {};
  message.msg_iov = &body;
  message.msg_iovlen = 1;
  if (!fds.empty()) {
    if (fds.size() > max_packet_fds) return errno_error(EINVAL);
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(fds.size_bytes());
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(header), fds.data(), fds.size_bytes());
  }
  ssize_t sent;
  do {
    sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0) return last_error();
  return {};
}

Result<Packet> receive_packet(int socket, std::span<std::byte> buffer) {
  iovec body = {buffer.data(), buffer.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * max_packet_fds)];
  msghdr message = {};
  message.msg_iov = &body;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t count;
  do {
    count = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return last_error();
  if (count == 0) return errno_error(ECONNRESET);

  Packet packet;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const size_t found = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < found; ++i) {
      int number;
      std::memcpy(&number, CMSG_DATA(header) + i * sizeof(int), sizeof number);
      Fd fd(number);
      if (packet.fd_count < max_packet_fds) packet.fds[packet.fd_count++] = std::move(fd);
    }
  }
  if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) return bad_message();
  packet.bytes = buffer.first(static_cast<size_t>(count));
  return packet;
}

}  // namespace skep
