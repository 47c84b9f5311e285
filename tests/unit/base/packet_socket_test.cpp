#include "base/packet_socket.h"

#include <fcntl.h>
#include <string>
#include <sys/socket.h>

#include <doctest/doctest.h>

namespace skep {
namespace {

struct Pair {
  Fd left;
  Fd right;
  std::array<std::byte, 64> buffer;

  Pair() {
    auto ends = make_packet_pair();
    REQUIRE(ends.has_value());
    left = std::move(ends->first);
    right = std::move(ends->second);
  }
  Result<> send(std::string_view text, std::span<const int> fds = {}) {
    return send_packet(left, std::as_bytes(std::span(text)), fds);
  }
};

std::string text_of(const Packet& packet) {
  return {reinterpret_cast<const char*>(packet.bytes.data()), packet.bytes.size()};
}

// How many descriptors this process has open; a leaked one shows as one more.
int open_descriptors() {
  int count = 0;
  for (int number = 0; number < 256; ++number) count += ::fcntl(number, F_GETFD) >= 0;
  return count;
}

TEST_CASE("packets arrive whole and in order") {
  Pair pair;
  REQUIRE(pair.send("one").has_value());
  REQUIRE(pair.send("two and more").has_value());
  Result<Packet> first = receive_packet(pair.right, pair.buffer);
  REQUIRE(first.has_value());
  CHECK(text_of(*first) == "one");
  CHECK(first->fd_count == 0);
  Result<Packet> second = receive_packet(pair.right, pair.buffer);
  REQUIRE(second.has_value());
  CHECK(text_of(*second) == "two and more");
}

TEST_CASE("descriptors come along, owned and close-on-exec") {
  Pair pair;
  const Fd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const int fds[] = {null.get(), null.get(), null.get(), null.get()};
  REQUIRE(pair.send("four", fds).has_value());
  const int before = open_descriptors();
  {
    Result<Packet> packet = receive_packet(pair.right, pair.buffer);
    REQUIRE(packet.has_value());
    CHECK(packet->fd_count == 4);
    for (const Fd& fd : packet->fds) {
      CHECK((::fcntl(fd.get(), F_GETFD) & FD_CLOEXEC) != 0);
    }
  }
  CHECK(open_descriptors() == before);
}

TEST_CASE("more descriptors than a packet can hold are refused before sending") {
  Pair pair;
  const int fds[max_packet_fds + 1] = {};
  CHECK(pair.send("five", fds).error() == errno_error(EINVAL));
}

TEST_CASE("more descriptors than fit are a bad message, and none of them stays open") {
  Pair pair;
  const Fd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  std::array<int, 12> fds;
  fds.fill(null.get());
  char byte = 'x';
  iovec body = {&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof fds)] = {};
  msghdr message = {};
  message.msg_iov = &body;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof fds);
  std::memcpy(CMSG_DATA(header), fds.data(), sizeof fds);
  REQUIRE(::sendmsg(pair.left.get(), &message, MSG_NOSIGNAL) == 1);

  const int before = open_descriptors();
  CHECK(receive_packet(pair.right, pair.buffer).error() == bad_message());
  CHECK(open_descriptors() == before);
}

TEST_CASE("a packet longer than the buffer is a bad message, and the next one still arrives") {
  Pair pair;
  REQUIRE(pair.send(std::string(65, 'x')).has_value());
  REQUIRE(pair.send("next").has_value());
  CHECK(receive_packet(pair.right, pair.buffer).error() == bad_message());
  Result<Packet> next = receive_packet(pair.right, pair.buffer);
  REQUIRE(next.has_value());
  CHECK(text_of(*next) == "next");
}

TEST_CASE("an ended peer is an error on both ends and no signal") {
  Pair pair;
  pair.right.reset();
  CHECK(pair.send("anyone?").error() == errno_error(EPIPE));
  Pair other;
  other.left.reset();
  CHECK(receive_packet(other.right, other.buffer).error() == errno_error(ECONNRESET));
}

TEST_CASE("a full non-blocking socket says so instead of waiting") {
  Pair pair;
  REQUIRE(::fcntl(pair.left.get(), F_SETFL, O_NONBLOCK) == 0);
  Result<> sent;
  while (sent) sent = pair.send("again");
  CHECK(sent.error() == errno_error(EAGAIN));
}

}  // namespace
}  // namespace skep
