// What a worker that has been taken over can do as often as its processor allows.
#include <deque>

#include "proto/blob_messages.h"
#include "proto/lock_messages.h"
#include "tests/hostile/villain.h"

namespace skep::hostile {

void flood(Villain& self, std::string_view name) {
  self.send(UpType::console, inside_port, encode(ConsoleLine{ConsoleLevel::log, "flooding"}));
  if (name == "doorbell") {
    for (;;) self.ring();
  }
  if (name == "large answers that it does not take") {
    const std::string bytes(max_shared_blob_bytes, 'b');
    self.send(UpType::blob_add, inside_port, encode(BlobEntry{"blob:large", "", bytes}));
    for (;;) self.send(UpType::blob_find, inside_port, encode(BlobUrl{"blob:large"}));
  }
  if (name == "small answers that it does not take") {
    for (uint32_t i = 0;; ++i) self.send(UpType::lock_query, inside_port, encode(LockQuery{i}));
  }
  if (name == "requests") {
    for (uint32_t i = 0;; ++i) {
      self.send(UpType::lock_query, inside_port, encode(LockQuery{i}));
      self.take_all();
    }
  }
  if (name == "console") {
    for (;;) self.send(UpType::console, inside_port, encode(ConsoleLine{ConsoleLevel::log, "x"}));
  }
  if (name == "messages to nobody") {
    for (;;) self.send(UpType::message, inside_port, "a clone");
  }
  if (name == "messages to itself") {
    self.open(one, other);
    self.send(UpType::port_start, other);
    for (;;) {
      self.post(one, {});
      self.take_all();
    }
  }
  if (name == "children that it takes back") {
    for (PortHandle handle = 1;; ++handle) {
      self.spawn("none", handle);
      self.send(UpType::terminate_child, handle);
      self.take_all();
    }
  }
  if (name == "modules") {
    for (uint32_t number = 1;; ++number) {
      if (number > 1) {
        while (self.take_all() == 0) self.nap();
      }
      self.send(UpType::load_module, inside_port,
                encode(ModuleRequest{number, 1, {"data:,1", 1, "{}"}}));
    }
  }
  if (name == "blob URLs") {
    for (;;) {
      self.send(UpType::blob_add, inside_port, encode(BlobEntry{"blob:1", "", "x"}));
      self.send(UpType::blob_revoke, inside_port, encode(BlobUrl{"blob:1"}));
    }
  }
  if (name == "broadcasts") {
    for (;;) self.send(UpType::broadcast, inside_port, encode(Broadcast{"c", "x"}));
  }
}

}  // namespace skep::hostile
