// What a hostile program says and demands.
#include <cerrno>
#include <cstring>
#include <unistd.h>

#include "escape.h"

namespace skep::escape {

void Inside::say(std::string_view line) {
  RecordHeader header;
  header.type = static_cast<uint8_t>(UpType::console);
  header.flags = flag_first | flag_last;
  end.send(header, std::as_bytes(std::span(line.data(), line.size())));
}

void Inside::require(bool held, std::string_view what) {
  if (held) return;
  say(what);
  ::_exit(escaped_status);
}

void Inside::require_refused(long result, int error, std::string_view what) {
  const int found = errno;
  if (result == -1 && found == error) return;
  std::string line(what);
  line += result == -1 ? std::string(": ") + std::strerror(found) : ": it succeeded";
  require(false, line);
}

void Inside::sleep() {
  for (;;) end.wait(Activity::idle, UINT64_MAX);
}

}  // namespace skep::escape
