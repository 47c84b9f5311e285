// Lies about MessagePorts: what a correct worker never says of its own table.
#include "tests/hostile/villain.h"

namespace skep::hostile {
namespace {

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

void lie_about_ports(Villain& self, std::string_view name) {
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
  if (name == "ports without end") {
    for (PortHandle port = one + 2; port < one + 100'000; port += 2) self.open(port, port + 1);
  }
  if (name == "none") behave(self);
}

}  // namespace skep::hostile
