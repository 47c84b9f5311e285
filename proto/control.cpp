#include "proto/control.h"

#include "proto/cell.h"

namespace skep::control {

std::string_view name(ErrorCode code) {
  switch (code) {
    case ErrorCode::parse_error: return "parse-error";
    case ErrorCode::invalid_request: return "invalid-request";
    case ErrorCode::unknown_method: return "unknown-method";
    case ErrorCode::invalid_params: return "invalid-params";
    case ErrorCode::internal_error: return "internal-error";
    case ErrorCode::no_such_worker: return "no-such-worker";
    case ErrorCode::spawn_refused: return "spawn-refused";
    case ErrorCode::shutting_down: return "shutting-down";
    case ErrorCode::line_too_long: return "line-too-long";
    case ErrorCode::timeout: return "timeout";
    case ErrorCode::queue_full: return "queue-full";
    case ErrorCode::permission_denied: return "permission-denied";
    case ErrorCode::config_invalid: return "config-invalid";
    case ErrorCode::too_many: return "too-many";
    case ErrorCode::no_such_service: return "no-such-service";
    case ErrorCode::no_such_stream: return "no-such-stream";
  }
  return "internal-error";
}

std::span<const ErrorCode> error_codes() {
  using enum ErrorCode;
  static constexpr ErrorCode codes[] = {
      parse_error,    invalid_request, unknown_method,  invalid_params,
      internal_error, no_such_worker,  spawn_refused,   shutting_down,
      line_too_long,  timeout,         queue_full,      permission_denied,
      config_invalid, too_many,        no_such_service, no_such_stream};
  return codes;
}

std::string_view name(ConsoleLevel level) {
  switch (level) {
    case ConsoleLevel::log: return "log";
    case ConsoleLevel::debug: return "debug";
    case ConsoleLevel::info: return "info";
    case ConsoleLevel::warn: return "warn";
    case ConsoleLevel::error: return "error";
  }
  return "log";
}

std::string_view name(ErrorReport::Kind kind) {
  switch (kind) {
    case ErrorReport::Kind::exception: return "exception";
    case ErrorReport::Kind::load: return "load";
    case ErrorReport::Kind::parse: return "parse";
    case ErrorReport::Kind::ended: return "ended";
    case ErrorReport::Kind::rejection: return "rejection";
  }
  return "exception";
}

std::optional<EndReason> end_reason(std::string_view name) {
  for (size_t i = 0; i < end_reason_count; ++i) {
    const auto reason = static_cast<EndReason>(i);
    if (skep::name(reason) == name) return reason;
  }
  return std::nullopt;
}

const std::array<LayerName, layer_count> layer_names = {{
    {layer_user_namespace, "user-namespace", false},
    {layer_pid_namespace, "pid-namespace", false},
    {layer_mount_namespace, "mount-namespace", false},
    {layer_net_namespace, "net-namespace", false},
    {layer_ipc_namespace, "ipc-namespace", false},
    {layer_uts_namespace, "uts-namespace", false},
    {layer_cgroup_namespace, "cgroup-namespace", false},
    {layer_empty_root, "empty-root", false},
    {layer_landlock, "landlock", false},
    {layer_landlock_scope, "landlock-scope", true},
    {layer_mdwe, "mdwe", true},
    {layer_cgroup, "cgroup", true},
    {layer_rlimits, "rlimits", false},
    {layer_no_new_privs, "no-new-privs", false},
    {layer_seccomp, "seccomp", false},
}};

}  // namespace skep::control
