#include "tests/hostile/villain.h"

#include <cstring>
#include <unistd.h>

#include "sandbox/cell.h"

namespace skep::hostile {

void Villain::send(UpType type, PortHandle channel, std::string_view payload) {
  RecordHeader header;
  header.type = static_cast<uint8_t>(type);
  header.channel = channel;
  header.message_id = ++last_id_;
  header.flags = flag_first;
  do {
    const std::string_view part = payload.substr(0, RingWriter::max_payload);
    payload.remove_prefix(part.size());
    if (payload.empty()) header.flags |= flag_last;
    say(header, part);
    header.flags = 0;
  } while (!payload.empty());
}

void Villain::say(RecordHeader header, std::string_view payload) {
  while (end_.send(header, as_bytes(payload)) == RingState::full) {
    end_.wait_for_room(static_cast<uint32_t>(payload.size()), UINT64_MAX);
  }
}

void Villain::spawn(std::string_view misdeed, PortHandle handle) {
  const std::string source = "\"misdeed: " + std::string(misdeed) + ";\"";
  send(UpType::spawn, handle, encode(SpawnRequest{"data:,0", "", 0, 1, source}));
}

void Villain::tell_place() {
  const auto place = reinterpret_cast<uintptr_t>(&lie_about_ports);
  send(UpType::console, inside_port,
       encode(ConsoleLine{ConsoleLevel::log, "place " + std::to_string(place)}));
}

size_t Villain::take_all() {
  size_t count = 0;
  RecordHeader header;
  std::span<const std::byte> payload;
  while (end_.reader().snapshot() == RingState::ready) {
    while (end_.reader().peek(header, payload) == RingState::ready) {
      end_.reader().release();
      ++count;
    }
    end_.room_was_made();
  }
  return count;
}

void Villain::echo() {
  for (;;) {
    RecordHeader header;
    std::span<const std::byte> payload;
    while (end_.reader().snapshot() == RingState::ready) {
      while (end_.reader().peek(header, payload) == RingState::ready) {
        const std::string clone(reinterpret_cast<const char*>(payload.data()), payload.size());
        end_.reader().release();
        if (header.type != static_cast<uint8_t>(DownType::message)) continue;
        header.type = static_cast<uint8_t>(UpType::message);
        header.channel = inside_port;
        say(header, clone);
      }
      end_.room_was_made();
    }
    end_.wait(Activity::idle, UINT64_MAX);
  }
}

void Villain::publish(const RecordHeader& header, uint64_t length) {
  const uint64_t at = tail();
  std::memcpy(segment_.up_data() + at % ring_capacity, &header, sizeof header);
  set_tail(at + length);
}

void Villain::set_tail(uint64_t tail) {
  segment_.worker_page().up_tail.store(tail);
  ring();
}

void Villain::set_head(uint64_t head) {
  segment_.worker_page().down_head.store(head);
  ring();
}

void Villain::until_read() {
  while (segment_.supervisor_page().up_head.load() != tail()) {
  }
}

// By the one descriptor that a worker has.
void Villain::ring() {
  const uint64_t one_more = 1;
  [[maybe_unused]] const auto written = ::write(cell_doorbell, &one_more, sizeof one_more);
}

}  // namespace skep::hostile
