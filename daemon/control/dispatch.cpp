#include "daemon/control/dispatch.h"

#include <fmt/format.h>

namespace skep::control {
namespace {

// Whether this is a client's answer to a request of ours, and passes it on. One that nobody waits
// for (any more) is nothing to complain of: it may have crossed our cancellation.
bool take_reply(Caller& caller, const Json& reply) {
  const auto id = reply.find("id");
  const auto result = reply.find("result");
  const auto error = reply.find("error");
  const bool failed = error != reply.end();
  if (id == reply.end() || !id->is_string() || failed == (result != reply.end())) return false;
  caller.take_reply(id->get<std::string>(), Reply{failed, failed ? *error : *result});
  return true;
}

Json refusal_json(const Json& id, const Refusal& refusal) {
  Json details = {{"kind", name(refusal.code)}};
  details.update(refusal.details);
  return {{"jsonrpc", "2.0"},
          {"id", id},
          {"error",
           {{"code", static_cast<int>(refusal.code)},
            {"message", refusal.sentence},
            {"data", std::move(details)}}}};
}

bool is_id(const Json& id) {
  return id.is_string() || id.is_number() || id.is_null();
}

Refusal invalid_request(std::string sentence) {
  return {ErrorCode::invalid_request, std::move(sentence)};
}

Answer call(Target& target, Caller& caller, const Json& request, const Json& id) {
  const auto name = request.find("method");
  if (name == request.end() || !name->is_string()) {
    return invalid_request("A request must have \"method\", a string.");
  }
  const auto& method_name = name->get_ref<const std::string&>();
  const Method* method = find_method(method_name);
  if (method == nullptr) {
    constexpr size_t shown = 64;
    return Refusal{ErrorCode::unknown_method,
                   fmt::format("There is no method \"{}\"; `describe` lists all.",
                               cut_text(method_name, shown))};
  }
  if (method->needs == Access::admin && caller.access() != Access::admin) {
    return Refusal{
        ErrorCode::permission_denied,
        fmt::format("This connection may only look; {} takes an administrator.", method->name)};
  }
  const auto given = request.find("params");
  const Json params = given == request.end() ? Json::object() : *given;
  if (const auto mismatch = check(params, method->params)) {
    return Refusal{ErrorCode::invalid_params,
                   mismatch->sentence,
                   {{"param", mismatch->path}, {"expected", mismatch->expected}}};
  }
  return method->call(Call{target, caller, params, id});
}

// What cannot be answered under an id of its own is counted like a request that failed.
Json refuse(Target& target, const Refusal& refusal) {
  ++target.counters().requests;
  ++target.counters().requests_failed;
  return refusal_json(nullptr, refusal);
}

// The answer to one request; null where there is none now: a notification, one that is answered
// later, or an answer to a request of ours.
Json answer_request(Target& target, Caller& caller, const Json& request) {
  if (!request.is_object()) {
    return refuse(target, invalid_request("A request must be an object."));
  }
  const auto version = request.find("jsonrpc");
  if (version == request.end() || *version != "2.0") {
    return refuse(target, invalid_request("A request must have \"jsonrpc\": \"2.0\"."));
  }
  const auto id = request.find("id");
  const bool notification = id == request.end();
  if (!notification && !is_id(*id)) {
    return refuse(target, invalid_request("\"id\" must be a string, a number or null."));
  }
  const auto name = request.find("method");
  if (name == request.end() && take_reply(caller, request)) return nullptr;
  // What is not even a notification is complained of: its sender would wait for ever.
  if (notification && (name == request.end() || !name->is_string())) {
    return refuse(target, invalid_request("A request must have \"method\", a string."));
  }
  const Json asked = notification ? Json() : *id;
  const Answer answer = call(target, caller, request, asked);
  ++target.counters().requests;
  if (std::holds_alternative<Refusal>(answer)) ++target.counters().requests_failed;
  if (notification || std::holds_alternative<Later>(answer)) return nullptr;
  return answer_json(asked, answer);
}

}  // namespace

Json answer_json(const Json& id, const Answer& answer) {
  if (const Refusal* refusal = std::get_if<Refusal>(&answer)) return refusal_json(id, *refusal);
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::get<Json>(answer)}};
}

std::string answer_line(Target& target, Caller& caller, std::string_view line) {
  std::string problem;
  const auto request = parse_line(line, problem);
  if (!request) {
    return to_line(refuse(target, Refusal{ErrorCode::parse_error, problem}));
  }
  if (!request->is_array()) {
    const Json answer = answer_request(target, caller, *request);
    return answer.is_null() ? std::string() : to_line(answer);
  }
  if (request->empty() || request->size() > max_batch) {
    return to_line(refuse(target, invalid_request(fmt::format(
                                      "A batch must hold from 1 to {} requests.", max_batch))));
  }
  Json answers = Json::array();
  for (const Json& item : *request) {
    Json answer = answer_request(target, caller, item);
    if (!answer.is_null()) answers.push_back(std::move(answer));
  }
  return answers.empty() ? std::string() : to_line(answers);
}

std::string answer_to_long_line(Target& target) {
  const Refusal refusal = {
      ErrorCode::line_too_long,
      fmt::format("A line may hold at most {} bytes; this one was skipped.", max_request_bytes),
      {{"most_bytes", max_request_bytes}}};
  return to_line(refuse(target, refusal));
}

}  // namespace skep::control
