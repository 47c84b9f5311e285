#include "daemon/routing/up_message.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

RecordHeader record(UpType type, uint8_t flags, uint32_t id = 1, PortHandle channel = 0) {
  RecordHeader header;
  header.type = static_cast<uint8_t>(type);
  header.flags = flags;
  header.message_id = id;
  header.channel = channel;
  return header;
}

constexpr uint8_t whole = flag_first | flag_last;

TEST_CASE("a message may come in one record or in many") {
  UnfinishedMessage unfinished;
  for (const uint8_t flags : {whole, uint8_t{flag_first}, uint8_t{0}, uint8_t{flag_last}, whole}) {
    const RecordHeader header = record(UpType::message, flags);
    REQUIRE(up_message::continues(unfinished, header));
    up_message::advance(unfinished, header);
  }
  CHECK_FALSE(unfinished.open);
}

TEST_CASE("nothing may come between the records of one message") {
  UnfinishedMessage unfinished;
  up_message::advance(unfinished, record(UpType::message, flag_first, 5, 2));
  CHECK(up_message::continues(unfinished, record(UpType::message, 0, 5, 2)));
  CHECK_FALSE(up_message::continues(unfinished, record(UpType::message, whole, 6, 2)));
  CHECK_FALSE(up_message::continues(unfinished, record(UpType::message, 0, 6, 2)));
  CHECK_FALSE(up_message::continues(unfinished, record(UpType::message, 0, 5, 3)));
  CHECK_FALSE(up_message::continues(unfinished, record(UpType::console, 0, 5, 2)));
}

TEST_CASE("a continuation of nothing is refused") {
  const UnfinishedMessage unfinished;
  CHECK_FALSE(up_message::continues(unfinished, record(UpType::message, 0)));
  CHECK_FALSE(up_message::continues(unfinished, record(UpType::message, flag_last)));
  CHECK_FALSE(up_message::continues(unfinished, record(UpType::message, flag_abort)));
}

TEST_CASE("an abort ends the open message and carries nothing") {
  UnfinishedMessage unfinished;
  up_message::advance(unfinished, record(UpType::message, flag_first));
  RecordHeader abort = record(UpType::message, flag_abort);
  CHECK(up_message::continues(unfinished, abort));
  abort.length = 1;
  CHECK_FALSE(up_message::continues(unfinished, abort));
  up_message::advance(unfinished, record(UpType::message, flag_abort));
  CHECK_FALSE(unfinished.open);
}

TEST_CASE("what is put together for a worker is bounded by the worker's own memory") {
  const auto most = [](UpType type, uint64_t memory) {
    return up_message::most_bytes(type, memory);
  };
  CHECK(most(UpType::import_scripts, 1u << 30) > 4 * max_script_bytes);
  CHECK(most(UpType::import_scripts, 64u << 20) < (64u << 20) + (32u << 10));
  CHECK(most(UpType::spawn, 8u << 20) < max_whole_clone_bytes + (32u << 10));
  // A clone fits whatever memory its sender has.
  CHECK(most(UpType::broadcast, 1u << 20) >= max_whole_clone_bytes + max_channel_bytes);
  CHECK(most(UpType::close, 64u << 20) == 0);
}

TEST_CASE("a type that does not exist is refused") {
  const UnfinishedMessage unfinished;
  RecordHeader header = record(UpType::message, whole);
  for (const int type : {0, 28, 255}) {
    header.type = static_cast<uint8_t>(type);
    CHECK_FALSE(up_message::continues(unfinished, header));
  }
}

}  // namespace
}  // namespace skep
