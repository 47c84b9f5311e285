#include "proto/lock_messages.h"

#include "proto/limits.h"
#include "proto/wire.h"

namespace skep {
namespace {

bool get_mode(WireReader& in, LockMode& mode) {
  uint8_t value;
  if (!in.get(value) || value > static_cast<uint8_t>(LockMode::shared)) return false;
  mode = static_cast<LockMode>(value);
  return true;
}

bool get_flag(WireReader& in, uint8_t& flag) {
  return in.get(flag) && flag <= 1;
}

std::string number(uint32_t value) {
  WireWriter out;
  out.put(value);
  return out.take();
}

bool only_number(std::span<const std::byte> bytes, uint32_t& value) {
  WireReader in(bytes);
  return in.get(value) && in.at_end();
}

bool get_item(WireReader& in, LockItem& item) {
  return get_mode(in, item.mode) && in.get(item.client) && in.get(item.name, max_channel_bytes);
}

}  // namespace

std::string encode(const LockRequest& request) {
  WireWriter out;
  out.put(request.request);
  out.put(static_cast<uint8_t>(request.mode));
  out.put(request.if_available);
  out.put(request.steal);
  out.put(request.name);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, LockRequest& request) {
  WireReader in(bytes);
  return in.get(request.request) && get_mode(in, request.mode) &&
         get_flag(in, request.if_available) && get_flag(in, request.steal) &&
         in.get(request.name, max_channel_bytes) && in.at_end() &&
         // As the standard has it: who steals takes the lock whole, and at once.
         (request.steal == 0 || (request.if_available == 0 && request.mode == LockMode::exclusive));
}

std::string encode(const LockRelease& release) {
  return number(release.request);
}

bool decode(std::span<const std::byte> bytes, LockRelease& release) {
  return only_number(bytes, release.request);
}

std::string encode(const LockAnswer& answer) {
  WireWriter out;
  out.put(answer.request);
  out.put(static_cast<uint8_t>(answer.kind));
  return out.take();
}

bool decode(std::span<const std::byte> bytes, LockAnswer& answer) {
  WireReader in(bytes);
  uint8_t kind;
  if (!in.get(answer.request) || !in.get(kind) || !in.at_end()) return false;
  if (kind > static_cast<uint8_t>(LockAnswer::Kind::stolen)) return false;
  answer.kind = static_cast<LockAnswer::Kind>(kind);
  return true;
}

std::string encode(const LockQuery& query) {
  return number(query.query);
}

bool decode(std::span<const std::byte> bytes, LockQuery& query) {
  return only_number(bytes, query.query);
}

std::string encode(const LockSnapshot& snapshot) {
  WireWriter out;
  out.put(snapshot.query);
  out.put(snapshot.whole);
  out.put(snapshot.held);
  out.put(snapshot.pending);
  out.put_rest(snapshot.items);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, LockSnapshot& snapshot) {
  WireReader in(bytes);
  if (!in.get(snapshot.query) || !get_flag(in, snapshot.whole) || !in.get(snapshot.held) ||
      !in.get(snapshot.pending) || !in.get_rest(snapshot.items, max_lock_snapshot_bytes)) {
    return false;
  }
  WireReader items(as_bytes(snapshot.items));
  LockItem item;
  for (uint64_t left = uint64_t{snapshot.held} + snapshot.pending; left > 0; --left) {
    if (!get_item(items, item)) return false;
  }
  return items.at_end();
}

std::string encode(const LockItem& item) {
  WireWriter out;
  out.put(static_cast<uint8_t>(item.mode));
  out.put(item.client);
  out.put(item.name);
  return out.take();
}

bool next_item(std::string_view& items, LockItem& item) {
  WireReader in(as_bytes(items));
  if (!get_item(in, item)) return false;
  items.remove_prefix(items.size() - in.left());
  return true;
}

}  // namespace skep
