// A worker that has been taken over: it says to the supervisor whatever it likes, and writes into
// its half of the segment without any regard for the protocol.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ipc/worker_end.h"
#include "proto/port_messages.h"
#include "proto/record.h"
#include "proto/wire.h"
#include "proto/worker_messages.h"

namespace skep::hostile {

inline constexpr PortHandle one = first_made_port;
inline constexpr PortHandle other = first_made_port + 1;
inline constexpr PortHandle never_opened = first_made_port + 77;
inline constexpr PortHandle child = 1;

// Names of the members that a correct worker's end keeps to itself: an explicit instantiation may
// name what is private.
template <auto Member>
struct Reveal {
  friend constexpr auto segment_member(WorkerEnd*) { return Member; }
};
constexpr auto segment_member(WorkerEnd*);
template struct Reveal<&WorkerEnd::segment_>;

class Villain {
 public:
  Villain(WorkerEnd& end, std::string_view url)
      : end_(end), segment_(end.*segment_member(&end)), url_(url) {}
  // Of its script.
  std::string_view url() const { return url_; }
  Segment& segment() { return segment_; }

  // --- as a correct worker would ---
  void send(UpType type, PortHandle channel = inside_port, std::string_view payload = {});
  void open(PortHandle first, PortHandle second) {
    send(UpType::port_open, inside_port, encode(PortPair{first, second}));
  }
  void post(PortHandle through, std::vector<PortHandle> ports, UpType type = UpType::port_post) {
    const std::string handles = encode_handles(ports);
    send(type, through, encode(PortMessage{0, 0, handles, "a clone"}));
  }
  // A child, whose own misdeed that is.
  void spawn(std::string_view misdeed = "none", PortHandle handle = child);
  // Takes nothing, and sleeps until something arrives or there is room.
  void nap() { end_.wait_for_room(RingWriter::max_payload, UINT64_MAX); }
  // Takes all that has arrived, and says how many records that was.
  size_t take_all();
  // Posts every message back, for ever.
  void echo();
  // Prints an address of its code: the layout of its address space.
  void tell_place();
  // Spins until the supervisor has read everything.
  void until_read();

  // Nothing that it writes after this hides what it wrote before.
  [[noreturn]] void stay() {
    for (;;) nap();
  }

  // --- as no correct worker would ---
  // One record as it is, whatever it says.
  void say(RecordHeader header, std::string_view payload = {});
  // Writes a header at the place of the next record, publishes `length` bytes, and rings.
  void publish(const RecordHeader& header, uint64_t length);
  void set_tail(uint64_t tail);
  void set_head(uint64_t head);
  void ring();
  uint64_t tail() const { return segment_.worker_page().up_tail.load(); }

 private:
  WorkerEnd& end_;
  Segment& segment_;
  std::string_view url_;
  uint32_t last_id_ = 0;
};

// The misdeed of that name, of each kind. One of no known name is none: its worker survives.
void lie_about_ports(Villain& self, std::string_view name);
void break_the_ring(Villain& self, std::string_view name);
void lie_about_limits(Villain& self, std::string_view name);
void ask_what_is_wrong(Villain& self, std::string_view name);
void flood(Villain& self, std::string_view name);

}  // namespace skep::hostile
