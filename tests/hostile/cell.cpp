// skep-cell with misdeeds in place of an engine: what a worker that has been taken over could tell
// the supervisor about MessagePorts and blob URLs,
// and where its code lies. The text of its script names the misdeed.
#include "sandbox/cell.h"

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "ipc/worker_end.h"
#include "proto/blob_messages.h"
#include "proto/port_messages.h"
#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "ring_misdeeds.h"
#include "sandbox/worker.h"
#include "sandbox/zygote.h"

namespace skep {
namespace {

constexpr PortHandle one = first_made_port;
constexpr PortHandle other = first_made_port + 1;
constexpr PortHandle never_opened = first_made_port + 77;
constexpr PortHandle child = 1;

// The one way to the segment that lies in a WorkerEnd: naming its private member as an argument of
// an explicit instantiation, where access is not checked.
struct SegmentMember {
  using Type = Segment WorkerEnd::*;
  friend Type member(SegmentMember);
};
template <class Tag, typename Tag::Type where>
struct Reveal {
  friend typename Tag::Type member(Tag) { return where; }
};
template struct Reveal<SegmentMember, &WorkerEnd::segment_>;

std::string encode_place(uintptr_t place) {
  return "place " + std::to_string(place);
}

class Villain {
 public:
  explicit Villain(WorkerEnd& end) : end_(end) {}

  void send(UpType type, PortHandle channel = inside_port, std::string_view payload = {}) {
    RecordHeader header;
    header.type = static_cast<uint8_t>(type);
    header.channel = channel;
    header.message_id = ++last_id_;
    header.flags = flag_first;
    do {
      const std::string_view part = payload.substr(0, RingWriter::max_payload);
      payload.remove_prefix(part.size());
      if (payload.empty()) header.flags |= flag_last;
      while (end_.send(header, as_bytes(part)) == RingState::full) {
        end_.wait_for_room(static_cast<uint32_t>(part.size()), UINT64_MAX);
      }
      header.flags = 0;
    } while (!payload.empty());
  }
  void open(PortHandle first, PortHandle second) {
    send(UpType::port_open, inside_port, encode(PortPair{first, second}));
  }
  void post(PortHandle through, std::vector<PortHandle> ports, UpType type = UpType::port_post) {
    const std::string handles = encode_handles(ports);
    send(type, through, encode(PortMessage{0, 0, handles, "a clone"}));
  }
  // An address of its code: the layout of its address space.
  void tell_place() {
    const auto place = reinterpret_cast<uintptr_t>(&encode_place);
    send(UpType::console, inside_port, encode(ConsoleLine{ConsoleLevel::log, encode_place(place)}));
  }
  void spawn() {
    send(UpType::spawn, child, encode(SpawnRequest{"data:,0", "", 0, 1, "\"sleep\""}));
  }

 private:
  WorkerEnd& end_;
  uint32_t last_id_ = 0;
};

void do_misdeed(Villain& self, std::string_view name) {
  self.open(one, other);
  self.spawn();
  if (name == "open twice") self.open(one, never_opened);
  if (name == "open one port as two") self.open(never_opened, never_opened);
  if (name == "open what is given") self.open(first_given_port, never_opened);
  if (name == "open the inside port") self.open(inside_port, never_opened);
  if (name == "post through nothing") self.post(never_opened, {});
  if (name == "post through what is given") self.post(first_given_port, {});
  if (name == "bring nothing") self.post(child, {never_opened});
  if (name == "bring the child") self.post(one, {child});
  if (name == "bring a port twice") self.post(child, {one, one});
  if (name == "bring it again") {
    self.post(child, {one});
    self.post(child, {one});
  }
  if (name == "bring it through itself") self.post(one, {one});
  if (name == "bring it outside") self.post(inside_port, {one});
  if (name == "start nothing") self.send(UpType::port_start, never_opened);
  if (name == "withdraw nothing") self.send(UpType::port_withdraw, never_opened);
  if (name == "close twice") {
    self.send(UpType::port_close, one);
    self.send(UpType::port_close, one);
  }
  if (name == "a limit that it does not judge") {
    self.send(UpType::limit_met, inside_port, encode(LimitMet{0, 1}));
  }
  if (name == "a limit that does not exist") {
    self.send(UpType::limit_met, inside_port, encode(LimitMet{200, 1}));
  }
  if (name == "half a limit") self.send(UpType::limit_met, inside_port, "\4");
  if (name == "limits met without end") {
    for (int i = 0; i < 100'000; ++i) {
      self.send(UpType::limit_met, inside_port, encode(LimitMet{4, UINT32_MAX}));
    }
  }
  if (name == "start with words") self.send(UpType::port_start, one, "now");
  if (name == "return to nothing") self.post(never_opened, {}, UpType::port_return);
  if (name == "return to a started port") {
    self.send(UpType::port_start, one);
    self.post(one, {}, UpType::port_return);
  }
  if (name == "half a handle")
    self.send(UpType::port_post, one, std::string_view("\0\2\0\0\0ab", 7));
  if (name == "say that it is refused")
    self.send(UpType::port_post, one, encode(PortMessage{1, 0, "", ""}));
  if (name == "ask for a large blob without end") {
    const std::string bytes(max_shared_blob_bytes, 'b');
    self.send(UpType::blob_add, inside_port, encode(BlobEntry{"blob:large", "", bytes}));
    for (;;) self.send(UpType::blob_find, inside_port, encode(BlobUrl{"blob:large"}));
  }
  if (name == "ports without end") {
    for (PortHandle port = one + 2; port < one + 100'000; port += 2) self.open(port, port + 1);
  }
}

// What a correct worker may do, in the order in which it is most likely to be mistaken for a
// misdeed.
void behave(Villain& self) {
  self.post(other, {}, UpType::port_return);
  self.send(UpType::port_start, one);
  self.send(UpType::port_start, one);
  self.post(other, {});
  self.send(UpType::port_withdraw, one);
  self.post(one, {}, UpType::port_return);
  self.post(child, {one});
  self.post(other, {});
}

}  // namespace

duk_context* build_warm_heap(Arena&) {
  return nullptr;
}

void run_worker(duk_context*, Arena&, WorkerEnd& end, std::span<const std::byte>) {
  std::string payload;
  for (bool last = false; !last;) {
    RecordHeader header;
    std::span<const std::byte> part;
    while (end.reader().snapshot() != RingState::ready) end.wait(Activity::busy, UINT64_MAX);
    if (end.reader().peek(header, part) != RingState::ready) ::_exit(2);
    payload.append(reinterpret_cast<const char*>(part.data()), part.size());
    last = (header.flags & flag_last) != 0;
    end.reader().release();
  }
  StartScript start;
  if (!decode(as_bytes(payload), start)) ::_exit(2);
  const std::string_view code = start.script.code;
  const size_t from = code.find("misdeed: ");
  Villain self(end);
  self.send(UpType::started);
  if (from != std::string_view::npos) {
    const std::string_view name = code.substr(from + 9);
    const std::string_view misdeed = name.substr(0, name.find(';'));
    if (name.starts_with("tell where it lies")) {
      self.tell_place();
    } else {
      const auto done =
          hostile::do_ring_misdeed(end.*member(SegmentMember()), cell_doorbell, misdeed);
      while (done == hostile::RingMisdeed::lied) end.wait(Activity::idle, UINT64_MAX);
      if (done == hostile::RingMisdeed::unknown) do_misdeed(self, misdeed);
    }
    if (name.starts_with("none;")) behave(self);
    self.send(UpType::console, inside_port, encode(ConsoleLine{ConsoleLevel::log, "survived"}));
  }
  for (;;) end.wait(Activity::idle, UINT64_MAX);
}

}  // namespace skep

int main() {
  try {
    skep::run_zygote(skep::Fd(3));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "hostile-cell: %s\n", error.what());
    return 70;
  }
}
