// skep-cell with misdeeds in place of an engine: what a worker that has been taken over could tell
// the supervisor. The text of its script names the kind of misdeed and the misdeed.
#include "sandbox/cell.h"

#include <cstdio>
#include <exception>
#include <unistd.h>

#include "sandbox/worker.h"
#include "sandbox/zygote.h"
#include "tests/hostile/ring_misdeeds.h"
#include "tests/hostile/villain.h"

namespace skep {
namespace {

// The first message, whole: its script.
std::string first_message(WorkerEnd& end) {
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
  return payload;
}

void write_into_memory(hostile::Villain& self, std::string_view name) {
  const auto done = hostile::do_ring_misdeed(self.segment(), cell_doorbell, name);
  if (done == hostile::RingMisdeed::lied) self.stay();
}

// "misdeed: KIND: NAME;" somewhere in the code.
void misbehave(hostile::Villain& self, std::string_view code) {
  constexpr std::string_view mark = "misdeed: ";
  const size_t from = code.find(mark);
  if (from == std::string_view::npos) return;
  std::string_view name = code.substr(from + mark.size());
  name = name.substr(0, name.find(';'));
  const size_t colon = name.find(": ");
  const std::string_view kind = name.substr(0, colon);
  if (colon != std::string_view::npos) name = name.substr(colon + 2);
  if (kind == "ports") hostile::lie_about_ports(self, name);
  if (kind == "ring") hostile::break_the_ring(self, name);
  if (kind == "memory") write_into_memory(self, name);
  if (kind == "limits") hostile::lie_about_limits(self, name);
  if (kind == "layout") self.tell_place();
  if (kind == "request") hostile::ask_what_is_wrong(self, name);
  if (kind == "flood") hostile::flood(self, name);
  if (kind == "echo") self.echo();
  self.send(UpType::console, inside_port, encode(ConsoleLine{ConsoleLevel::log, "survived"}));
}

}  // namespace

duk_context* build_warm_heap(Arena&) {
  return nullptr;
}

void run_worker(duk_context*, Arena&, WorkerEnd& end, std::span<const std::byte>) {
  const std::string bytes = first_message(end);
  StartScript start;
  if (!decode(as_bytes(bytes), start)) ::_exit(2);
  hostile::Villain self(end, start.script.url);
  self.send(UpType::started);
  misbehave(self, start.script.code);
  for (;;) {
    self.take_all();
    end.wait(Activity::idle, UINT64_MAX);
  }
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
