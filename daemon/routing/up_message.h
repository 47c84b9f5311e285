// How the records of one worker make up its messages: one message at a time, FIRST … LAST.
#pragma once

#include "daemon/worker.h"

namespace skep::up_message {

// Whether a record may follow what was read so far: a new message only when none is open, anything
// else only for the one that is, and only types that exist.
bool continues(const UnfinishedMessage& unfinished, const RecordHeader& header);

// Takes note of a record that was dealt with.
void advance(UnfinishedMessage& unfinished, const RecordHeader& header);

// The longest that a whole message of this type can be in a correct worker that has so much memory:
// sources were whole in it, so the supervisor never holds more of one for it than that.
size_t most_bytes(UpType type, uint64_t memory_bytes);

// As the log calls it: "spawn", "lock_request".
std::string_view name(UpType type);

}  // namespace skep::up_message
