// What no correct worker writes into its half of the segment.
#include "proto/lock_messages.h"
#include "tests/hostile/villain.h"

namespace skep::hostile {
namespace {

constexpr uint64_t far_away = uint64_t{1} << 40;

RecordHeader record(UpType type, uint8_t flags, uint32_t length = 0) {
  RecordHeader header;
  header.type = static_cast<uint8_t>(type);
  header.flags = flags;
  header.length = length;
  header.channel = inside_port;
  header.message_id = 1'000'000;
  return header;
}
constexpr uint8_t whole = flag_first | flag_last;

// Each is answered by one record at least.
void ask(Villain& self, uint32_t times) {
  for (uint32_t i = 0; i < times; ++i) {
    self.send(UpType::lock_query, inside_port, encode(LockQuery{i}));
  }
  self.until_read();
}

void break_tail(Villain& self, std::string_view name) {
  self.until_read();
  const uint64_t tail = self.tail();
  if (name == "the tail goes back") self.set_tail(tail - 16);
  if (name == "the tail runs ahead") self.set_tail(tail + ring_capacity + 16);
  if (name == "the tail is between records") self.set_tail(tail + 8);
  self.stay();
}

void break_record(Villain& self, std::string_view name) {
  RecordHeader header = record(UpType::console, whole);
  if (name == "a record longer than the ring") {
    header.length = ring_capacity;
    self.publish(header, 64);
  }
  if (name == "a record longer than any") {
    header.length = max_record;
    self.publish(header, record_size(max_record));
  }
  if (name == "a record longer than what was written") {
    header.length = 100;
    self.publish(header, 16);
  }
  if (name == "a record of no known flag") {
    header.flags |= 64;
    self.publish(header, 16);
  }
  if (name == "a record with something reserved") {
    header.reserved = 1;
    self.publish(header, 16);
  }
  if (name == "padding before the end") {
    header.flags = flag_padding;
    self.publish(header, 16);
  }
  self.stay();
}

void break_order(Villain& self, std::string_view name) {
  const RecordHeader begin = record(UpType::console, flag_first);
  RecordHeader next = record(UpType::console, flag_last);
  if (name == "a type of no kind") {
    next.flags = whole;
    next.type = 99;
  } else if (name == "an abort that begins") {
    next.flags = flag_first | flag_abort;
  } else if (name != "it goes on with nothing") {
    self.say(begin);
  }
  if (name == "it begins in the middle") next.flags = flag_first;
  if (name == "another port in the middle") next.channel = 5;
  if (name == "another message in the middle") ++next.message_id;
  if (name == "another type in the middle") next.type = static_cast<uint8_t>(UpType::report_error);
  if (name == "an abort with words") {
    next.flags = flag_abort;
    return self.say(next, "words");
  }
  self.say(next);
}

void break_head(Villain& self, std::string_view name) {
  if (name == "the head runs ahead") self.set_head(far_away);
  if (name == "the head is between records") self.set_head(8);
  if (name == "the head goes back") {
    // Until the supervisor has once seen it further ahead.
    for (int i = 0; i < 4; ++i) {
      ask(self, ring_capacity / 64);
      self.take_all();
    }
    self.set_head(0);
  }
  if (name == "the head goes wrong while answers wait") {
    ask(self, ring_capacity / 16);
    self.set_head(far_away);
    self.stay();
  }
  ask(self, ring_capacity / 16);
}

// Its child's head makes no sense, and it is the one that finds out.
void meet_a_broken_child(Villain& self, std::string_view name) {
  const std::string bytes(1000, 'x');
  self.spawn("ring: only the head runs ahead");
  while (self.take_all() == 0) self.nap();
  for (int i = 0; i < 300; ++i) {
    if (name == "post to a broken child") self.send(UpType::message, child, bytes);
    if (name == "post a port to a broken child") {
      self.send(UpType::port_post, child, encode(PortMessage{0, 0, "", bytes}));
    }
    if (name == "broadcast to a broken child") {
      self.send(UpType::broadcast, inside_port, encode(Broadcast{"c", bytes}));
    }
  }
  self.until_read();
}

}  // namespace

void break_the_ring(Villain& self, std::string_view name) {
  if (name == "only the head runs ahead") {
    self.send(UpType::channel_join, inside_port, encode(ChannelName{"c"}));
    self.set_head(far_away);
    self.send(UpType::message, inside_port, "ready");
    self.stay();
  }
  if (name == "a port that it never had") self.send(UpType::message, 99, "a clone");
  if (name.starts_with("the tail")) break_tail(self, name);
  if (name.starts_with("the head")) break_head(self, name);
  if (name.starts_with("a record") || name.starts_with("padding")) break_record(self, name);
  if (name.ends_with("broken child")) meet_a_broken_child(self, name);
  if (name.ends_with("in the middle") || name.starts_with("an abort") ||
      name == "a type of no kind" || name == "it goes on with nothing") {
    break_order(self, name);
  }
}

}  // namespace skep::hostile
