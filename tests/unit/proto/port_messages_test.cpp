#include "proto/port_messages.h"

#include <string>

#include <doctest/doctest.h>

#include "proto/wire.h"

namespace skep {
namespace {

template <class Message>
bool accepts(std::string_view bytes) {
  Message message;
  return decode(as_bytes(bytes), message);
}

TEST_CASE("a pair of ports makes its way, and nothing shorter or longer does") {
  const std::string bytes = encode(PortPair{first_made_port, first_made_port + 1});
  PortPair back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.first == first_made_port);
  CHECK(back.second == first_made_port + 1);
  for (size_t length = 0; length < bytes.size(); ++length) {
    CHECK_FALSE(accepts<PortPair>(std::string_view(bytes).substr(0, length)));
  }
  CHECK_FALSE(accepts<PortPair>(bytes + '\0'));
}

TEST_CASE("a message and the ports that it brings make their way") {
  const PortHandle handles[] = {first_made_port, first_given_port + 7};
  const std::string encoded = encode_handles(handles);
  const std::string bytes = encode(PortMessage{1, 2, encoded, "a clone"});
  PortMessage back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.refused == 1);
  REQUIRE(back.count == 2);
  CHECK(back.handle(0) == handles[0]);
  CHECK(back.handle(1) == handles[1]);
  CHECK(back.clone == "a clone");
  CHECK(encode(back) == bytes);
}

TEST_CASE("half a handle, too many of them, and clones above the limit are refused") {
  PortMessage message;
  CHECK_FALSE(accepts<PortMessage>(""));
  CHECK_FALSE(accepts<PortMessage>(encode(PortMessage{2, 0, "", ""})));
  CHECK_FALSE(accepts<PortMessage>(encode(PortMessage{0, 0, "abc", ""})));
  const std::string most(max_ports_per_message * sizeof(PortHandle), 'p');
  CHECK(accepts<PortMessage>(encode(PortMessage{0, 0, most, ""})));
  CHECK_FALSE(accepts<PortMessage>(encode(PortMessage{0, 0, most + "pppp", ""})));
  // A length that promises more than there is.
  CHECK_FALSE(accepts<PortMessage>(std::string_view("\0\4\0\0\0\1\2", 7)));
  const std::string large(max_whole_clone_bytes + 1, 'c');
  CHECK_FALSE(accepts<PortMessage>(encode(PortMessage{0, 0, "", large})));
}

TEST_CASE("the beginning of a message tells the ports that it would have brought") {
  const PortHandle handles[] = {first_given_port};
  const std::string encoded = encode_handles(handles);
  const std::string bytes = encode(PortMessage{0, 1, encoded, std::string(20'000, 'c')});
  PortMessage beginning;
  REQUIRE(
      decode_beginning(as_bytes(std::string_view(bytes).substr(0, max_record - 16)), beginning));
  REQUIRE(beginning.count == 1);
  CHECK(beginning.handle(0) == first_given_port);
}

}  // namespace
}  // namespace skep
