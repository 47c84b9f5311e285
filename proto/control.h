// The control protocol's own words: what the supervisor and its clients must agree on.
//
// Newline-delimited JSON-RPC 2.0 over a stream socket, UTF-8, batches allowed. The client sends
// requests; the server answers them in order, and after `subscribe` also sends notifications
// {"jsonrpc":"2.0","method":"event","params":{"type":…}}. docs/protocol.md tells the rest.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "proto/end_reason.h"
#include "proto/worker_messages.h"

namespace skep::control {

inline constexpr int protocol_version = 1;

// Bounds on what either side takes from the other.
inline constexpr size_t max_request_bytes = 1u << 20;  // one line to the server, newline excluded
inline constexpr size_t max_batch = 64;                // requests in one batch
inline constexpr size_t max_nesting = 32;              // of arrays and objects in one line
// One line to the client. The longest is an event with three texts of 64 KiB or a console text of
// 256 KiB, each byte of which JSON may write as six; or a long list of workers.
inline constexpr size_t max_answer_bytes = 64u << 20;

// The script origin: every script URL of a tree is this plus a path below its script root.
inline constexpr std::string_view script_origin = "https://skep.localhost/";

namespace method {
inline constexpr std::string_view hello = "hello";
inline constexpr std::string_view subscribe = "subscribe";
inline constexpr std::string_view describe = "describe";
inline constexpr std::string_view shutdown = "shutdown";
inline constexpr std::string_view spawn = "spawn";
inline constexpr std::string_view terminate = "terminate";
inline constexpr std::string_view list = "list";
inline constexpr std::string_view inspect = "inspect";
inline constexpr std::string_view event = "event";  // the notification to the client
}  // namespace method

namespace event {
inline constexpr std::string_view started = "started";
inline constexpr std::string_view console = "console";
inline constexpr std::string_view console_lost = "console-lost";
inline constexpr std::string_view error = "error";
inline constexpr std::string_view exit = "exit";
inline constexpr std::string_view zygote = "zygote";
inline constexpr std::string_view service = "service";
inline constexpr std::string_view lost = "lost";
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
};

// "parse-error" …: the same in words, sent as data.kind.
std::string_view name(ErrorCode code);

// "log", "debug", "info", "warn", "error".
std::string_view name(ConsoleLevel level);
// "exception", "load", "parse", "ended", "rejection".
std::string_view name(ErrorReport::Kind kind);

std::optional<EndReason> end_reason(std::string_view name);

// One layer of the sandbox: a bit of SandboxLayers and its name in the protocol.
struct LayerName {
  uint32_t bit;
  std::string_view name;
  // Kernels that this release supports may lack it: its absence is told, but warns nobody.
  bool needs_new_kernel;
};
inline constexpr size_t layer_count = 14;
extern const std::array<LayerName, layer_count> layer_names;

}  // namespace skep::control
