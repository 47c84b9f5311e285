// The stand-in for the engine: takes the name of a program from the ring, and runs it.
#include <cstring>
#include <unistd.h>

#include "escape.h"
#include "ipc/futex.h"
#include "missing_layer.h"
#include "sandbox/worker.h"

namespace skep {

duk_context* build_warm_heap(Arena&) {
  return nullptr;
}

void run_worker(duk_context*, Arena& arena, WorkerEnd& end, std::span<const std::byte> seed) {
  const uint64_t now = monotonic_ns();
  RecordHeader header;
  header.type = static_cast<uint8_t>(UpType::started);
  header.flags = flag_first | flag_last;
  end.send(header, std::as_bytes(std::span(&now, 1)));

  std::span<const std::byte> payload;
  while (end.reader().snapshot() != RingState::ready) end.wait(Activity::idle, UINT64_MAX);
  if (end.reader().peek(header, payload) != RingState::ready) ::_exit(2);
  uint64_t argument = 0;
  if (payload.size() < sizeof argument) ::_exit(2);
  std::memcpy(&argument, payload.data(), sizeof argument);
  payload = payload.subspan(sizeof argument);
  const auto program =
      escape::find_program({reinterpret_cast<const char*>(payload.data()), payload.size()});
  end.reader().release();
  if (program == nullptr) ::_exit(3);
  escape::tell_the_truth();
  escape::Inside inside{end, arena, argument, seed, payload.data()};
  program(inside);
  ::_exit(0);
}

}  // namespace skep
