// Requests that can be read, or not even that, and that no correct worker makes.
#include <charconv>

#include "proto/blob_messages.h"
#include "proto/lock_messages.h"
#include "tests/hostile/villain.h"

namespace skep::hostile {
namespace {

std::string import(uint32_t count) {
  std::string items;
  for (uint32_t i = 0; i < count; ++i) items += encode(ImportItem{"data:,1", 1, "1"});
  return encode(ImportRequest{count, items});
}

// Each is another one, which takes its time.
std::string module(uint32_t number) {
  const std::string code = "export default " + std::to_string(number) + ";";
  return encode(ModuleRequest{number, 0, {"data:,1", 1, code}});
}

std::string lock(uint32_t number) {
  return encode(LockRequest{number, LockMode::exclusive, 0, 0, "lock " + std::to_string(number)});
}

}  // namespace

void ask_what_is_wrong(Villain& self, std::string_view name) {
  const auto send = [&](UpType type, std::string_view payload = {}) {
    self.send(type, inside_port, payload);
  };
  constexpr std::string_view garbage = "garbage ";
  if (name.starts_with(garbage)) {
    int type = 0;
    std::from_chars(name.data() + garbage.size(), name.data() + name.size(), type);
    send(static_cast<UpType>(type), "\xff\xff\xff");
  }
  if (name == "too long") send(UpType::console, std::string(max_console_bytes + 1000, 'x'));
  if (name == "sources larger than its memory") {
    // Without ever having them itself.
    RecordHeader header;
    header.type = static_cast<uint8_t>(UpType::import_scripts);
    header.flags = flag_first;
    const std::string piece(RingWriter::max_payload, ' ');
    for (size_t sent = 0; sent < 4 * max_script_bytes; sent += piece.size()) {
      self.say(header, piece);
      header.flags = 0;
    }
  }
  if (name == "a child's number twice") {
    self.spawn();
    self.spawn();
  }
  if (name == "end itself as a child") self.send(UpType::terminate_child, inside_port);
  if (name == "end a child that never was") self.send(UpType::terminate_child, 7);
  if (name == "import nothing") send(UpType::import_scripts, import(0));
  if (name == "import while it imports") {
    send(UpType::import_scripts, import(64));
    send(UpType::import_scripts, import(1));
  }
  if (name == "too many modules at once") {
    // All of them wait for the same script, which has to be lowered first.
    for (uint32_t i = 1; i < 1000; ++i) {
      send(UpType::load_module, encode(ModuleRequest{i, 0, {self.url(), 0, ""}}));
    }
  }
  if (name == "too many sources at once") {
    for (uint32_t i = 1; i < 1000; ++i) send(UpType::load_module, module(i));
  }
  if (name == "a call out of turn") send(UpType::host_call, encode(HostCall{2, "f", "c"}));
  if (name == "join a channel twice") {
    for (int i = 0; i < 2; ++i) send(UpType::channel_join, encode(ChannelName{"c"}));
  }
  if (name == "leave a channel that it is not in") {
    send(UpType::channel_leave, encode(ChannelName{"c"}));
  }
  if (name == "join too many channels") {
    for (int i = 0; i < 2000; ++i)
      send(UpType::channel_join, encode(ChannelName{std::to_string(i)}));
  }
  if (name == "a lock out of turn") send(UpType::lock_request, lock(2));
  if (name == "too many locks") {
    for (uint32_t i = 1; i <= max_locks + 1; ++i) send(UpType::lock_request, lock(i));
  }
  if (name == "give back a lock that it never asked for") {
    send(UpType::lock_release, encode(LockRelease{1}));
  }
}

}  // namespace skep::hostile
