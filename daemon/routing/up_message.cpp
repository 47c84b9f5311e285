#include "daemon/routing/up_message.h"

#include <algorithm>

namespace skep::up_message {
namespace {

// The fixed fields and length prefixes of any one request.
constexpr size_t fields = 256;

}  // namespace

bool continues(const UnfinishedMessage& unfinished, const RecordHeader& header) {
  if (header.type < static_cast<uint8_t>(UpType::message) ||
      header.type > static_cast<uint8_t>(UpType::limit_met)) {
    return false;
  }
  const bool first = (header.flags & flag_first) != 0;
  if ((header.flags & flag_abort) != 0 && (first || header.length != 0)) return false;
  if (first) return !unfinished.open;
  return unfinished.open && header.type == unfinished.header.type &&
         header.channel == unfinished.header.channel &&
         header.message_id == unfinished.header.message_id;
}

void advance(UnfinishedMessage& unfinished, const RecordHeader& header) {
  if ((header.flags & flag_first) != 0) unfinished.header = header;
  unfinished.open = (header.flags & (flag_last | flag_abort)) == 0;
}

namespace {

size_t most_of_type(UpType type) {
  switch (type) {
    case UpType::message: return max_message_bytes;
    case UpType::spawn: return fields + max_url_bytes + max_name_bytes + max_script_bytes;
    case UpType::console: return fields + max_console_bytes;
    case UpType::start_failed:
    case UpType::report_error: return fields + 2 * max_error_text_bytes + max_url_bytes;
    case UpType::import_scripts: return fields + 4 * max_script_bytes;
    case UpType::load_module: return fields + max_url_bytes + max_script_bytes;
    case UpType::host_call: return fields + max_function_bytes + max_whole_clone_bytes;
    case UpType::broadcast: return fields + max_channel_bytes + max_whole_clone_bytes;
    case UpType::channel_join:
    case UpType::channel_leave: return fields + max_channel_bytes;
    case UpType::lock_request: return fields + max_channel_bytes;
    case UpType::lock_release:
    case UpType::lock_query:
    case UpType::limit_met: return fields;
    case UpType::port_open: return fields;
    case UpType::port_post:
    case UpType::port_return:
      return fields + max_ports_per_message * sizeof(PortHandle) + max_whole_clone_bytes;
    case UpType::blob_add: return fields + 2 * max_blob_name_bytes + max_shared_blob_bytes;
    case UpType::blob_revoke:
    case UpType::blob_find: return fields + max_blob_name_bytes;
    case UpType::port_start:
    case UpType::port_withdraw:
    case UpType::port_close:
    case UpType::terminate_child:
    case UpType::close:
    case UpType::started: return 0;
  }
  return 0;
}

}  // namespace

size_t most_bytes(UpType type, uint64_t memory_bytes) {
  // A clone may be larger than what it is of: one key of many objects is in it many times.
  const uint64_t room = std::max<uint64_t>(memory_bytes, max_whole_clone_bytes);
  return std::min<uint64_t>(most_of_type(type), room + fields + max_channel_bytes);
}

std::string_view name(UpType type) {
  switch (type) {
    case UpType::message: return "message";
    case UpType::spawn: return "spawn";
    case UpType::terminate_child: return "terminate_child";
    case UpType::close: return "close";
    case UpType::started: return "started";
    case UpType::start_failed: return "start_failed";
    case UpType::console: return "console";
    case UpType::report_error: return "report_error";
    case UpType::import_scripts: return "import_scripts";
    case UpType::host_call: return "host_call";
    case UpType::broadcast: return "broadcast";
    case UpType::channel_join: return "channel_join";
    case UpType::channel_leave: return "channel_leave";
    case UpType::port_open: return "port_open";
    case UpType::port_post: return "port_post";
    case UpType::port_return: return "port_return";
    case UpType::port_start: return "port_start";
    case UpType::port_withdraw: return "port_withdraw";
    case UpType::port_close: return "port_close";
    case UpType::lock_request: return "lock_request";
    case UpType::lock_release: return "lock_release";
    case UpType::lock_query: return "lock_query";
    case UpType::load_module: return "load_module";
    case UpType::limit_met: return "limit_met";
    case UpType::blob_add: return "blob_add";
    case UpType::blob_revoke: return "blob_revoke";
    case UpType::blob_find: return "blob_find";
  }
  return "of no kind";
}

}  // namespace skep::up_message
