// Every decoder of what a worker or the compiler may send, on any bytes: it refuses them, or what
// it made of them encodes to the same bytes again.
#include <cstdlib>

#include "proto/blob_messages.h"
#include "proto/compile.h"
#include "proto/line_table.h"
#include "proto/lock_messages.h"
#include "proto/port_messages.h"
#include "proto/wire.h"
#include "proto/worker_messages.h"

namespace skep {
namespace {

template <class Message>
void decode_and_encode(std::span<const std::byte> bytes) {
  Message message;
  if (!decode(bytes, message)) return;
  const std::string again = encode(message);
  if (again.size() != bytes.size() ||
      !std::equal(bytes.begin(), bytes.end(), as_bytes(again).begin())) {
    std::abort();
  }
}

}  // namespace
}  // namespace skep

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  using namespace skep;
  const auto bytes = std::as_bytes(std::span(input, size));
  decode_and_encode<SpawnRequest>(bytes);
  decode_and_encode<ErrorReport>(bytes);
  decode_and_encode<ConsoleLine>(bytes);
  decode_and_encode<StartScript>(bytes);
  decode_and_encode<ImportedScript>(bytes);
  decode_and_encode<ImportRequest>(bytes);
  decode_and_encode<ModuleRequest>(bytes);
  decode_and_encode<LoadedModule>(bytes);
  decode_and_encode<HostCall>(bytes);
  decode_and_encode<HostResult>(bytes);
  decode_and_encode<Broadcast>(bytes);
  decode_and_encode<ChannelName>(bytes);
  decode_and_encode<BlobEntry>(bytes);
  decode_and_encode<BlobUrl>(bytes);
  decode_and_encode<FoundBlob>(bytes);
  decode_and_encode<PortPair>(bytes);
  decode_and_encode<PortMessage>(bytes);
  decode_and_encode<LimitMet>(bytes);
  decode_and_encode<LockRequest>(bytes);
  decode_and_encode<LockRelease>(bytes);
  decode_and_encode<LockAnswer>(bytes);
  decode_and_encode<LockQuery>(bytes);
  decode_and_encode<LockSnapshot>(bytes);
  PortMessage beginning;
  static_cast<void>(decode_beginning(bytes, beginning));
  LockSnapshot snapshot;
  if (decode(bytes, snapshot)) {
    std::string_view items = snapshot.items;
    LockItem item;
    for (uint64_t i = 0; i < uint64_t{snapshot.held} + snapshot.pending; ++i) {
      if (!next_item(items, item)) std::abort();
    }
  }
  StartScript start;
  if (decode(bytes, start)) {
    std::string_view arguments = start.arguments;
    std::string_view argument;
    while (!arguments.empty()) {
      if (!next_argument(arguments, argument)) std::abort();
    }
  }
  ImportRequest import;
  if (decode(bytes, import)) {
    std::string_view items = import.items;
    ImportItem item;
    for (uint32_t i = 0; i < import.count; ++i) {
      if (!next_item(items, item)) std::abort();
    }
  }
  const std::string_view text(reinterpret_cast<const char*>(input), size);
  static_cast<void>(cut_text(text, size / 2));
  static_cast<void>(decode_compile_result(bytes));
  static_cast<void>(find_source_position(text, 1000));
  static_cast<void>(line_table_from_mappings(text));
  return 0;
}
