// What one record of a ring carries: its header, and the kinds of record in each direction.
#pragma once

#include <cstdint>

#include "proto/ids.h"

namespace skep {

// From the worker to the supervisor. `channel` names a port of the worker unless noted. "Whole":
// the supervisor puts the fragments together before it looks; only `message` is passed on in
// pieces.
enum class UpType : uint8_t {
  message = 1,          // payload: a structured clone, opaque to the supervisor
  spawn = 2,            // whole SpawnRequest; channel: the new child's outside port
  terminate_child = 3,  // empty; channel: the child's outside port
  close = 4,            // empty: the script called close()
  started = 5,          // empty: the script has run once without a parse error
  start_failed = 6,     // whole ErrorReport: the script could not be compiled; the worker is done
  console = 7,          // whole ConsoleLine
  report_error = 8,     // whole ErrorReport: an exception that nothing in this worker handled
  import_scripts = 9,   // whole ImportRequest; answered by one `imported` for each URL, in order
  host_call = 10,       // whole HostCall; answered by one `host_result`, some time
  broadcast = 11,       // whole Broadcast: to all other members of the channel in the tree
  channel_join = 12,    // whole text: broadcasts of that channel are wanted from now on
  channel_leave = 13,   // whole text: and no more
  port_open = 14,       // whole PortPair: two ports of its own, entangled, or one that has no peer
  port_post = 15,       // whole PortMessage: a message that brings ports, or that goes to a port
  port_return = 16,     // whole PortMessage: a message that waits at its own port `channel`
  port_start = 17,      // empty: what waits at the port is wanted, and all that follows
  port_withdraw = 18,   // empty: nothing more, for now; answered by one `port_withdrawn`
  port_close = 19,      // empty: the port goes, and its peer is told
  lock_request = 20,    // whole LockRequest; answered by a `lock_answer`, some time
  lock_release = 21,    // whole LockRelease
  lock_query = 22,      // whole LockQuery; answered by one `lock_snapshot`
  load_module = 23,     // whole ModuleRequest; answered by one `module`, some time
  blob_add = 24,        // whole BlobEntry: others of the tree may ask for it
  blob_revoke = 25,     // whole BlobUrl: of whomever
  blob_find = 26,       // whole BlobUrl; answered by one `blob_found`
  limit_met = 27,       // whole LimitMet: it refused its script something
};

// From the supervisor to the worker.
enum class DownType : uint8_t {
  message = 1,       // payload: a structured clone; channel: the port it arrives at
  start = 2,         // whole StartScript: run it. The first record of every worker, sent once
  imported = 3,      // whole ImportedScript
  child_error = 4,   // whole ErrorReport; channel: the child's outside port
  child_ended = 5,   // empty; channel: the child's outside port, which is gone now
  host_result = 6,   // whole HostResult: the answer to one host_call
  broadcast = 7,     // whole Broadcast, of another worker or from outside
  close = 8,         // empty: do as if the script called close(), once what came before is handled
  port_message = 9,  // whole PortMessage; channel: the port it arrives at
  port_closed = 10,  // empty; channel: a port whose peer is gone. All that was posted came before
  port_withdrawn = 11,  // empty; channel: nothing more arrives at it until it is started again
  lock_answer = 12,     // whole LockAnswer
  lock_snapshot = 13,   // whole LockSnapshot
  module = 14,          // whole LoadedModule: the answer to one load_module
  blob_found = 15,      // whole FoundBlob
  blob_revoked = 16,    // whole BlobUrl: another worker has revoked one of this one
};

// How a record belongs to its message. A message of one record is first|last.
enum RecordFlags : uint8_t {
  flag_first = 1,
  flag_last = 2,
  flag_abort = 4,    // forget the unfinished message; carries no payload
  flag_padding = 8,  // no message at all: skip to the start of the ring
};

// In shared memory, little-endian, 16 bytes, always aligned to 16. Followed by `length` bytes of
// payload and zero to fifteen bytes up to the next record.
struct RecordHeader {
  uint32_t length = 0;  // of the payload
  uint8_t type = 0;     // UpType or DownType
  uint8_t flags = 0;    // RecordFlags
  uint16_t reserved = 0;
  uint32_t channel = 0;     // PortHandle
  uint32_t message_id = 0;  // the same for all records of one message of one sender
};
static_assert(sizeof(RecordHeader) == 16);

// Whoever waits for the message has it now, or knows that it never will.
constexpr bool ends_message(const RecordHeader& header) {
  return (header.flags & (flag_last | flag_abort)) != 0;
}

}  // namespace skep
