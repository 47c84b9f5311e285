// Methods that start workers: worker.spawn.
#include <filesystem>
#include <limits.h>

#include <fmt/format.h>

#include "daemon/control/events.h"
#include "daemon/control/methods.h"
#include "daemon/control/open_stream.h"
#include "proto/control_limits.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;
constexpr auto optional = Presence::optional;

constexpr std::string_view language_names[] = {"javascript", "typescript"};

std::span<const Field> stream_members() {
  static const Field fields[] = {
      {"types", Kind::strings, optional, "which events, as in subscribe; all if left out"},
      values_field,
  };
  return fields;
}

std::span<const Field> spawn_params() {
  static const Field fields[] = {
      {.name = "file",
       .kind = Kind::string,
       .presence = optional,
       .meaning = "the script: an absolute path inside root; this or source",
       .most_bytes = PATH_MAX},
      {.name = "root",
       .kind = Kind::string,
       .presence = optional,
       .meaning = "script root: an absolute directory, by default the file's; no script outside it "
                  "is ever read",
       .most_bytes = PATH_MAX},
      {"source", Kind::string, optional, "the script itself; without root it can import nothing"},
      {.name = "language",
       .kind = Kind::string,
       .presence = optional,
       .meaning = "of source",
       .one_of = language_names},
      {"module", Kind::boolean, optional,
       "the script is a module; a file named .mjs or .mts is one anyway"},
      {.name = "name",
       .kind = Kind::string,
       .presence = optional,
       .meaning = "self.name of the worker; empty if left out",
       .most_bytes = max_name_bytes},
      {.name = "arguments",
       .kind = Kind::strings,
       .presence = optional,
       .meaning = "skep.arguments in the worker",
       .most_bytes = 128 * 1024},
      {.name = "limits",
       .kind = Kind::object,
       .presence = optional,
       .meaning = "of every worker of the tree; hello tells the defaults",
       .members = limit_fields(optional)},
      {.name = "tenant",
       .kind = Kind::string,
       .presence = optional,
       .meaning = "whose quota it uses; empty if left out",
       .most_bytes = 256},
      {"keep_alive", Kind::boolean, optional,
       "whether the tree goes on when nothing in it can ever happen again; by default true, as a "
       "client may post to it, but false on a private daemon"},
      {"detached", Kind::boolean, optional, "the tree does not end with this connection"},
      {.name = "subscribe",
       .kind = Kind::object,
       .presence = optional,
       .meaning = "opens a stream for the tree before anything can happen in it",
       .members = stream_members()},
  };
  return fields;
}

const Field spawn_result[] = {
    worker_field, {"stream", Kind::integer, optional, "of subscribe, if it was asked for"}};

Refusal spawn_refused(const RootRequest& request, const Error& error) {
  std::string sentence;
  switch (error.value()) {
    case EXDEV:
      sentence = fmt::format("{} is outside the script root {}.", request.file, request.directory);
      break;
    case EACCES:
      sentence = fmt::format(
          "The script root {} is not allowed: the configuration's [roots] names those that are.",
          request.directory);
      break;
    case ENOTDIR:
      sentence = fmt::format("The script root {} is not a directory.", request.directory);
      break;
    default:
      sentence = fmt::format("{} cannot be run from the script root {}: {}.", request.file,
                             request.directory, error.message());
  }
  return {ErrorCode::spawn_refused,
          std::move(sentence),
          {{"root", request.directory}, {"file", request.file}, {"errno", error.value()}}};
}

Refusal invalid(const char* param, const char* expected, std::string sentence) {
  return {
      ErrorCode::invalid_params, std::move(sentence), {{"param", param}, {"expected", expected}}};
}

// A NUL would end the path early for the kernel but not for our own checks.
std::optional<Refusal> wrong_path(const char* param, const std::string& path) {
  if (path.starts_with('/') && path.find('\0') == std::string::npos) return std::nullopt;
  return invalid(param, "an absolute path",
                 fmt::format("\"{}\" must be an absolute path without NUL bytes.", param));
}

// Where the script comes from.
std::optional<Refusal> take_script(const Json& params, RootRequest& request) {
  const auto file = params.find("file");
  const auto source = params.find("source");
  if ((file == params.end()) == (source == params.end())) {
    return invalid("file", "file or source", "There must be either \"file\" or \"source\".");
  }
  if (source != params.end()) {
    request.source = source->get<std::string>();
    request.typescript = params.value("language", std::string()) == "typescript";
  } else {
    request.file = file->get<std::string>();
    if (auto wrong = wrong_path("file", request.file)) return wrong;
    request.directory = std::filesystem::path(request.file).parent_path();
  }
  request.module = params.value("module", false);
  if (const auto root = params.find("root"); root != params.end()) {
    request.directory = root->get<std::string>();
    if (auto wrong = wrong_path("root", request.directory)) return wrong;
  }
  return std::nullopt;
}

void take_limits(const Json& params, WorkerLimits& target) {
  const auto given = params.find("limits");
  if (given == params.end()) return;
  for (const Limit& limit : limits()) {
    const auto value = given->find(std::string(limit.name));
    if (value != given->end()) limit.set(target, value->get<uint64_t>());
  }
}

std::optional<Refusal> take_stream(const Json& wanted, StreamWish& wish) {
  if (const auto types = wanted.find("types"); types != wanted.end()) {
    for (const Json& type : *types) {
      if (!event_type(type.get<std::string>())) {
        return invalid("subscribe.types", "types of events",
                       fmt::format("There is no type of event \"{}\".", type.get<std::string>()));
      }
    }
  }
  put_types(wanted, wish);
  wish.values = values_of(wanted);
  return std::nullopt;
}

Answer spawn(const Call& call) {
  if (call.target.shutting_down()) {
    return Refusal{ErrorCode::shutting_down, "The daemon is ending and starts no more workers."};
  }
  RootRequest request;
  request.limits = call.target.default_limits();
  if (auto refusal = take_script(call.params, request)) return *refusal;
  if (!request.directory.empty()) {
    Result<std::string> root = call.target.script_root(request.directory);
    if (!root) return spawn_refused(request, root.error());
    request.directory = std::move(*root);
  }
  request.name = call.params.value("name", std::string());
  request.arguments = call.params.value("arguments", std::vector<std::string>());
  request.tenant = call.params.value("tenant", std::string());
  request.keep_alive = call.params.value("keep_alive", !call.target.is_private());
  take_limits(call.params, request.limits);
  const bool detached = call.params.value("detached", false);
  request.owner = detached ? ClientId::none : call.caller.id();

  StreamWish wish;
  const auto wanted = call.params.find("subscribe");
  if (wanted != call.params.end()) {
    if (auto refusal = take_stream(*wanted, wish)) return *refusal;
  }
  const Result<WorkerId> worker = call.target.spawn_root(request);
  if (!worker) return spawn_refused(request, worker.error());
  if (!detached) call.caller.own(*worker);
  Json result = {{"worker", number(*worker)}};
  if (wanted != call.params.end()) {
    wish.workers = {*worker};
    const Answer opened = open_stream(call.caller, std::move(wish));
    if (std::holds_alternative<Refusal>(opened)) {
      call.target.terminate(*worker);
      return opened;
    }
    result.update(std::get<Json>(opened));
  }
  return result;
}

}  // namespace

std::span<const Method> spawn_methods() {
  static const Method methods[] = {
      {method::spawn, "starts a tree; a script that cannot be loaded shows as its exit event",
       spawn_params(), spawn_result, spawn},
  };
  return methods;
}

}  // namespace skep::control
