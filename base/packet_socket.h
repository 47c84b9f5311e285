// A SOCK_SEQPACKET pair that carries small trusted structs and descriptors between our programs.
//
// Used by the supervisor towards a zygote. A sealed worker never has one: it can neither make nor
// receive descriptors.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include "base/fd.h"

namespace skep {

inline constexpr size_t max_packet_fds = 4;

// One packet as received: its bytes lie in the caller's buffer, its descriptors are owned here.
struct Packet {
  std::span<std::byte> bytes;
  std::array<Fd, max_packet_fds> fds;
  size_t fd_count = 0;
};

// Both ends close-on-exec; blocking.
Result<std::pair<Fd, Fd>> make_packet_pair();

// Both take the number of a socket that the caller owns.
//
// Sends one packet whole. EAGAIN when the socket is non-blocking and full.
Result<> send_packet(int socket, std::span<const std::byte> bytes, std::span<const int> fds = {});

// Receives one packet. An ended peer gives ECONNRESET; a packet longer than `buffer`, or with more
// descriptors than fit, gives EBADMSG (its descriptors are closed).
Result<Packet> receive_packet(int socket, std::span<std::byte> buffer);

inline Result<> send_packet(const Fd& socket, std::span<const std::byte> bytes,
                            std::span<const int> fds = {}) {
  return send_packet(socket.get(), bytes, fds);
}
inline Result<Packet> receive_packet(const Fd& socket, std::span<std::byte> buffer) {
  return receive_packet(socket.get(), buffer);
}

}  // namespace skep
