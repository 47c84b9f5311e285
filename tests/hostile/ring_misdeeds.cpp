#include "tests/hostile/ring_misdeeds.h"

#include <cstring>
#include <unistd.h>

#include "ipc/ring.h"

namespace skep::hostile {
namespace {

constexpr uint64_t four_gib = uint64_t{1} << 32;

class Ring {
 public:
  Ring(const Segment& segment, int doorbell)
      : data_(segment.up_data()),
        mine_(segment.worker_page()),
        theirs_(segment.supervisor_page()),
        doorbell_(doorbell) {}

  // Writes a header where the next record would begin, says that `published` more bytes are there,
  // and rings.
  void forge(const RecordHeader& header, uint64_t published) {
    const uint64_t tail = mine_.up_tail.load();
    std::memcpy(data_ + tail % ring_capacity, &header, sizeof header);
    move_tail(published);
  }
  void move_tail(uint64_t by) {
    mine_.up_tail.fetch_add(by);
    ring();
  }
  void move_head(uint64_t by) {
    mine_.down_head.fetch_add(by);
    ring();
  }
  void ring() {
    const uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(doorbell_, &one, sizeof one);
  }
  // What is not read yet could be taken back, and that is no lie.
  void wait_for_reader() {
    while (theirs_.up_head.load() != mine_.up_tail.load()) {
    }
  }

  // Words that the supervisor looks at, and bytes that it has been told of, changed all the while.
  void scribble_on_words() {
    for (uint32_t i = 0; i < 3'000'000; ++i) {
      const uint32_t random = i * 2'654'435'761u;
      mine_.sleeping.store(random);
      mine_.wants_room.store(random >> 7);
      mine_.activity.store(random >> 3);
      mine_.tasks.store(random);
      if (i % 1024 == 0) ring();
    }
  }
  void rewrite_what_was_published(const RecordHeader& header) {
    for (int round = 0; round < 20'000; ++round) {
      const uint64_t tail = mine_.up_tail.load();
      std::byte* place = data_ + tail % ring_capacity;
      if (tail % ring_capacity + sizeof header > ring_capacity) return;
      std::memcpy(place, &header, sizeof header);
      move_tail(sizeof header + 64);
      for (int i = 0; i < 200; ++i) {
        for (size_t byte = sizeof header; byte < sizeof header + 64; ++byte) {
          const_cast<volatile std::byte*>(place)[byte] = static_cast<std::byte>(i * 37);
        }
      }
    }
  }

 private:
  std::byte* data_;
  WorkerPage& mine_;
  SupervisorPage& theirs_;
  int doorbell_;
};

RecordHeader header_of(uint32_t length, uint8_t type = static_cast<uint8_t>(UpType::console)) {
  RecordHeader header;
  header.length = length;
  header.type = type;
  header.flags = flag_first | flag_last;
  header.message_id = 1'000;
  return header;
}

}  // namespace

RingMisdeed do_ring_misdeed(const Segment& segment, int doorbell, std::string_view name) {
  Ring ring(segment, doorbell);
  ring.wait_for_reader();
  if (name == "tail too far ahead") {
    ring.move_tail(ring_capacity + 16);
  } else if (name == "tail behind") {
    ring.move_tail(uint64_t{0} - 16);
  } else if (name == "tail off by 2^32") {
    ring.move_tail(four_gib);
  } else if (name == "tail back by 2^32") {
    ring.move_tail(uint64_t{0} - four_gib);
  } else if (name == "tail not aligned") {
    ring.move_tail(8);
  } else if (name == "length beyond the ring") {
    ring.forge(header_of(UINT32_MAX), 64);
  } else if (name == "length beyond what was published") {
    ring.forge(header_of(1000), 64);
  } else if (name == "length that wraps") {
    ring.forge(header_of(UINT32_MAX - 15), 16);
  } else if (name == "commit before payload") {
    ring.move_tail(1024);
  } else if (name == "type nobody knows") {
    ring.forge(header_of(0, 200), 16);
  } else if (name == "type zero") {
    ring.forge(header_of(0, 0), 16);
  } else if (name == "flags nobody knows") {
    RecordHeader header = header_of(0);
    header.flags = 0xf0;
    ring.forge(header, 16);
  } else if (name == "a message that goes on without a beginning") {
    RecordHeader header = header_of(0);
    header.flags = 0;
    ring.forge(header, 16);
  } else if (name == "text that is no console line") {
    ring.forge(header_of(3), 32);
  } else if (name == "head of the other ring ahead") {
    ring.move_head(ring_capacity + 16);
  } else if (name == "doorbell without end") {
    for (int i = 0; i < 300'000; ++i) ring.ring();
    return RingMisdeed::done;
  } else if (name == "words scribbled") {
    ring.scribble_on_words();
    return RingMisdeed::done;
  } else if (name == "payload rewritten") {
    ring.rewrite_what_was_published(header_of(64, static_cast<uint8_t>(UpType::port_open)));
  } else {
    return RingMisdeed::unknown;
  }
  return RingMisdeed::lied;
}

}  // namespace skep::hostile
