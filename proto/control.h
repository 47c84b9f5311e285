// The control protocol's own words: what the supervisor and its clients must agree on.
//
// Newline-delimited JSON-RPC 2.0 over a stream socket, UTF-8, batches allowed. The client sends
// requests; the server answers them, and for each `subscribe` also sends notifications
// {"jsonrpc":"2.0","method":"event","params":{"stream":…,"type":…}}. For a host function that the
// client registered it sends requests, `host.call`. docs/protocol.md tells the rest.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "proto/end_reason.h"
#include "proto/worker_messages.h"

namespace skep::control {

inline constexpr int protocol_version = 1;

// Bounds on what either side takes from the other.
inline constexpr size_t max_request_bytes = 1u << 20;  // one line to the server, newline excluded
inline constexpr size_t max_batch = 64;                // requests in one batch
inline constexpr size_t max_nesting = 256;             // of arrays and objects in one line
inline constexpr size_t max_streams = 1024;            // of one client
inline constexpr size_t max_listed = 128;              // workers in one answer of worker.list
inline constexpr size_t max_waits = 1024;          // worker.wait of one client, not answered yet
inline constexpr size_t max_host_functions = 256;  // of one client
inline constexpr size_t max_function_bytes = 256;  // the name of a host function
// What a worker posts to a client, as a structured clone; longer is refused and told.
inline constexpr size_t max_client_message_bytes = 16u << 20;
// One line to the client. The longest is an event with three texts of 64 KiB or a console text of
// 256 KiB, each byte of which JSON may write as six; or a long list of workers.
inline constexpr size_t max_answer_bytes = 64u << 20;

// The script origin: every script URL of a tree is this plus a path below its script root.
inline constexpr std::string_view script_origin = "https://skep.localhost/";

namespace method {
inline constexpr std::string_view hello = "hello";
inline constexpr std::string_view describe = "describe";
inline constexpr std::string_view stats = "stats";
inline constexpr std::string_view metrics = "metrics";
inline constexpr std::string_view reload = "reload";
inline constexpr std::string_view shutdown = "shutdown";
inline constexpr std::string_view subscribe = "subscribe";
inline constexpr std::string_view unsubscribe = "unsubscribe";
inline constexpr std::string_view spawn = "worker.spawn";
inline constexpr std::string_view post = "worker.post";
inline constexpr std::string_view terminate = "worker.terminate";
inline constexpr std::string_view close = "worker.close";
inline constexpr std::string_view list = "worker.list";
inline constexpr std::string_view inspect = "worker.inspect";
inline constexpr std::string_view wait = "worker.wait";
inline constexpr std::string_view logs = "worker.logs";
inline constexpr std::string_view host_register = "host.register";
inline constexpr std::string_view host_unregister = "host.unregister";
inline constexpr std::string_view channel_join = "channel.join";
inline constexpr std::string_view channel_post = "channel.post";
inline constexpr std::string_view service_list = "service.list";
inline constexpr std::string_view service_start = "service.start";
inline constexpr std::string_view service_stop = "service.stop";
inline constexpr std::string_view service_restart = "service.restart";
// From the daemon to the client: notifications, and one request that the client answers.
inline constexpr std::string_view event = "event";
inline constexpr std::string_view host_call = "host.call";
inline constexpr std::string_view host_cancel = "host.cancel";
}  // namespace method

namespace event {
inline constexpr std::string_view spawned = "spawned";
inline constexpr std::string_view started = "started";
inline constexpr std::string_view state = "state";
inline constexpr std::string_view console = "console";
inline constexpr std::string_view console_lost = "console-lost";
inline constexpr std::string_view message = "message";
inline constexpr std::string_view message_refused = "message-refused";
inline constexpr std::string_view error = "error";
inline constexpr std::string_view exit = "exit";
inline constexpr std::string_view limit = "limit";
inline constexpr std::string_view broadcast = "broadcast";
inline constexpr std::string_view reloaded = "reloaded";
inline constexpr std::string_view zygote = "zygote";
inline constexpr std::string_view service = "service";
inline constexpr std::string_view lost = "lost";
inline constexpr std::string_view end = "end";
}  // namespace event

// Stable: a client may compare them. The first five are JSON-RPC's own.
enum class ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  unknown_method = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  no_such_worker = -32001,
  spawn_refused = -32002,  // the script root or the file cannot be used; data has path and errno
  shutting_down = -32003,
  line_too_long = -32004,
  timeout = -32005,
  queue_full = -32006,  // the worker has not taken what was posted before: try again later
  permission_denied = -32007,
  config_invalid = -32008,  // data has file, line and column
  too_many = -32009,        // of something that is bounded for each client: data has what and most
  no_such_service = -32010,
  no_such_stream = -32011,
};

// "parse-error" …: the same in words, sent as data.kind.
std::string_view name(ErrorCode code);
// All of them, in the order above.
std::span<const ErrorCode> error_codes();

// "log", "debug", "info", "warn", "error".
std::string_view name(ConsoleLevel level);
// "exception", "load", "parse", "ended", "rejection".
std::string_view name(ErrorReport::Kind kind);

std::optional<EndReason> end_reason(std::string_view name);

// One layer of the sandbox: a bit of SandboxLayers and its name in the protocol.
struct LayerName {
  uint32_t bit;
  std::string_view name;
  // Kernels that this release supports may lack it, or it comes with the service only: its absence
  // is told, but warns nobody.
  bool often_missing;
};
inline constexpr size_t layer_count = 15;
extern const std::array<LayerName, layer_count> layer_names;

}  // namespace skep::control
