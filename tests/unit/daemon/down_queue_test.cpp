// What waits for a worker, with a real segment and the worker's end of it in the same process.
#include "daemon/routing/down_queue.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "ipc/worker_end.h"
#include "proto/port_messages.h"

namespace skep {
namespace {

struct Ends {
  Ends()
      : supervisor(SupervisorEnd::create().value()),
        worker(Segment::map_for_worker(supervisor.memfd()).value(), supervisor.doorbell().get()) {}

  struct Record {
    RecordHeader header;
    std::string payload;
  };
  // Everything the worker can read now.
  std::vector<Record> take() {
    std::vector<Record> records;
    REQUIRE(worker.reader().snapshot() != RingState::violation);
    RecordHeader header;
    std::span<const std::byte> payload;
    while (worker.reader().peek(header, payload) == RingState::ready) {
      records.push_back(
          {header, std::string(reinterpret_cast<const char*>(payload.data()), payload.size())});
      worker.reader().release();
    }
    return records;
  }

  SupervisorEnd supervisor;
  WorkerEnd worker;
  DownQueue queue;
};

RecordHeader message(PortHandle channel, uint32_t id, uint8_t flags) {
  RecordHeader header;
  header.type = static_cast<uint8_t>(DownType::message);
  header.channel = channel;
  header.message_id = id;
  header.flags = flags;
  return header;
}

constexpr uint8_t whole = flag_first | flag_last;

std::span<const std::byte> bytes(const std::string& text) {
  return as_bytes(std::string_view(text));
}

TEST_CASE_FIXTURE(Ends, "a record goes straight into a ring that has room") {
  REQUIRE(queue.push(&supervisor, message(1, 1, whole), bytes("hello")) == RingState::ready);
  CHECK(queue.empty());
  const auto records = take();
  REQUIRE(records.size() == 1);
  CHECK(records[0].payload == "hello");
}

TEST_CASE_FIXTURE(Ends, "records wait when the ring is full, and arrive in order once it is read") {
  const std::string payload(4000, 'x');
  for (uint32_t id = 1; id <= 100; ++id) {
    REQUIRE(queue.push(&supervisor, message(1, id, whole), bytes(payload)) == RingState::ready);
  }
  CHECK_FALSE(queue.empty());
  uint32_t expected = 0;
  while (expected < 100) {
    for (const Record& record : take()) CHECK(record.header.message_id == ++expected);
    queue.flush(supervisor);
  }
  CHECK(queue.empty());
  CHECK(queue.bytes() == 0);
}

TEST_CASE_FIXTURE(Ends, "records for a worker without a segment wait behind its first message") {
  REQUIRE(queue.push(nullptr, message(0, 1, whole), bytes("posted early")) == RingState::ready);
  const std::string script(3 * RingWriter::max_payload, 's');
  REQUIRE(queue.push_first(supervisor, DownType::start, bytes(script)) == RingState::ready);
  std::string start;
  std::vector<Record> records = take();
  REQUIRE(records.size() == 4);
  for (size_t i = 0; i < 3; ++i) start += records[i].payload;
  CHECK(start == script);
  CHECK((records[0].header.flags & flag_first) != 0);
  CHECK((records[2].header.flags & flag_last) != 0);
  CHECK(records[3].payload == "posted early");
}

TEST_CASE_FIXTURE(Ends, "messages that wait are counted, whatever number of records they have") {
  const std::string piece(4096, 'x');
  while (queue.empty()) {
    queue.push(&supervisor, message(1, 1, flag_first | flag_last), as_bytes(piece));
  }
  CHECK(queue.messages() == 1);
  queue.push(&supervisor, message(1, 2, flag_first), as_bytes(piece));
  queue.push(&supervisor, message(1, 2, 0), as_bytes(piece));
  queue.push(&supervisor, message(1, 2, flag_last), as_bytes(piece));
  queue.push(&supervisor, message(2, 3, flag_first | flag_last), as_bytes(piece));
  CHECK(queue.messages() == 3);
  queue.purge(2);
  CHECK(queue.messages() == 2);
  take();
  REQUIRE(queue.flush(supervisor) == RingState::ready);
  CHECK(queue.messages() == 0);
  CHECK(queue.bytes() == 0);
}

TEST_CASE_FIXTURE(Ends, "purging a port drops what waits for it and keeps the rest") {
  const std::string filler(RingWriter::max_payload, 'f');
  while (queue.empty()) queue.push(&supervisor, message(7, 1, whole), bytes(filler));
  queue.push(&supervisor, message(1, 2, whole), bytes("dropped"));
  queue.push(&supervisor, message(2, 3, whole), bytes("kept"));
  queue.purge(1);
  std::vector<Record> records = take();
  queue.flush(supervisor);
  for (Record& record : take()) records.push_back(std::move(record));
  for (const Record& record : records) CHECK(record.header.channel != 1);
  CHECK(records.back().payload == "kept");
  CHECK(queue.bytes() == 0);
}

TEST_CASE_FIXTURE(Ends, "purging aborts a message of which the worker has a part") {
  const std::string filler(RingWriter::max_payload, 'f');
  queue.push(&supervisor, message(1, 9, flag_first), bytes("a part"));
  while (queue.empty()) queue.push(&supervisor, message(7, 1, whole), bytes(filler));
  queue.push(&supervisor, message(1, 9, flag_last), bytes("the rest"));
  queue.purge(1);
  take();
  queue.flush(supervisor);
  const std::vector<Record> records = take();
  REQUIRE_FALSE(records.empty());
  CHECK(records.back().header.flags == flag_abort);
  CHECK(records.back().header.channel == 1);
  CHECK(records.back().header.message_id == 9);
  CHECK(records.back().payload.empty());
}

TEST_CASE_FIXTURE(Ends, "purging tells which ports the dropped messages would have brought") {
  const std::string filler(RingWriter::max_payload, 'f');
  while (queue.empty()) queue.push(&supervisor, message(7, 1, whole), bytes(filler));
  const PortHandle handles[] = {first_given_port, first_given_port + 1};
  const std::string encoded = encode_handles(handles);
  const std::string posted = encode(PortMessage{0, 2, encoded, filler + filler});
  queue.push_whole(&supervisor, DownType::port_message, 1, bytes(posted));
  queue.push_whole(&supervisor, DownType::port_message, 2, bytes(posted));
  CHECK(queue.purge(1) == std::vector<PortHandle>{handles[0], handles[1]});
  take();
  queue.flush(supervisor);
  for (const Record& record : take()) CHECK(record.header.channel != 1);
}

}  // namespace
}  // namespace skep
