#include "daemon/control/host_functions.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/log.h"

namespace skep {
namespace {

using control::clone_of_error;
using control::clone_of_json;
using control::Json;
using control::json_of_clone;

// Less is nearer; nothing: not for this worker.
std::optional<int> distance(const HostRegistration& registration, ClientId client,
                            const TreeInfo& tree) {
  if (tree.owner == client) return 0;
  switch (registration.scope) {
    case HostScope::own: return std::nullopt;
    case HostScope::tenant:
      if (registration.tenant != tree.tenant) return std::nullopt;
      return 1;
    case HostScope::all: return 2;
  }
  return std::nullopt;
}

std::string text_of(const Json& object, const char* member, const char* otherwise) {
  if (!object.is_object()) return otherwise;
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

// The error object of JSON-RPC as the Error that the worker's promise is rejected with.
std::string thrown(const Json& error) {
  const Json details = error.is_object() && error.contains("data") ? error["data"] : Json::object();
  return clone_of_error(text_of(details, "name", "Error"),
                        text_of(error, "message", "the host function failed"),
                        text_of(details, "stack", ""));
}

}  // namespace

bool HostFunctions::add(control::Caller& client, const std::string& function,
                        HostRegistration registration) {
  size_t count = 0;
  for (Offer& offer : offers_) {
    if (offer.client != &client) continue;
    if (offer.function == function) {
      offer.registration = std::move(registration);
      return true;
    }
    ++count;
  }
  if (count >= control::max_host_functions) return false;
  offers_.push_back({&client, function, std::move(registration)});
  return true;
}

bool HostFunctions::remove(ClientId client, const std::string& function) {
  return std::erase_if(offers_, [&](const Offer& offer) {
           return offer.client->id() == client && offer.function == function;
         }) != 0;
}

void HostFunctions::forget(ClientId client) {
  std::erase_if(offers_, [=](const Offer& offer) { return offer.client->id() == client; });
  std::vector<PendingCall> lost;
  for (auto call = calls_.begin(); call != calls_.end();) {
    const auto next = std::next(call);
    if (call->second.client->id() == client) lost.push_back(take(call));
    call = next;
  }
  for (const PendingCall& call : lost) {
    refuse(call.worker, call.call, "AbortError",
           fmt::format("The client that offered \"{}\" has gone.", call.function));
  }
}

const HostFunctions::Offer* HostFunctions::find(WorkerId worker, std::string_view function) const {
  const std::optional<TreeInfo> tree = workers_.tree_of(worker);
  if (!tree) return nullptr;
  const Offer* nearest = nullptr;
  int least = INT_MAX;
  for (const Offer& offer : offers_) {
    if (offer.function != function) continue;
    const auto away = distance(offer.registration, offer.client->id(), *tree);
    if (!away || *away >= least) continue;
    least = *away;
    nearest = &offer;
  }
  return nearest;
}

void HostFunctions::call(WorkerId worker, uint32_t call, std::string_view function,
                         std::span<const std::byte> arguments) {
  ++total_;
  const Offer* offer = find(worker, function);
  if (offer == nullptr) {
    return refuse(worker, call, "NotFoundError",
                  fmt::format("No client offers a function \"{}\".", function));
  }
  if (!offer->client->takes_requests()) {
    log::info("worker {} may not call \"{}\": client {} leaves too much unread", number(worker),
              function, number(offer->client->id()));
    return refuse(worker, call, "QuotaExceededError",
                  fmt::format("The client that offers \"{}\" leaves too much unread.", function));
  }
  const HostRegistration& registration = offer->registration;
  std::string problem;
  auto values = json_of_clone(arguments, registration.values, problem);
  if (!values || !values->data.is_array()) {
    log::warning("worker {} called \"{}\" with arguments that cannot be passed on: {}",
                 number(worker), function, problem);
    return refuse(worker, call, "DataCloneError", "The arguments cannot be cloned.");
  }
  const std::string id = fmt::format("h{}", total_);
  control::Caller& client = *offer->client;
  calls_.emplace(
      id, PendingCall{worker, call, std::string(function), &client, registration.values, nullptr});
  of_worker_[worker].insert(id);
  arm(id, registration.timeout);
  Json params = {
      {"worker", number(worker)}, {"function", function}, {"arguments", std::move(values->data)}};
  if (values->lossy) params["lossy"] = true;
  client.request(id, control::method::host_call, std::move(params),
                 [this, id](control::Reply reply) { on_reply(id, std::move(reply)); });
}

void HostFunctions::arm(const std::string& id, std::chrono::milliseconds timeout) {
  auto& timer = calls_.at(id).timer;
  timer = std::make_unique<boost::asio::steady_timer>(io_, timeout);
  timer->async_wait([this, id, timeout](const Error& error) {
    const auto found = error ? calls_.end() : calls_.find(id);
    if (found == calls_.end()) return;
    const PendingCall call = cancel(found, "timeout");
    refuse(call.worker, call.call, "TimeoutError",
           fmt::format("\"{}\" did not answer within {} ms.", call.function, timeout.count()));
  });
}

void HostFunctions::on_reply(const std::string& id, control::Reply reply) {
  const auto found = calls_.find(id);
  if (found == calls_.end()) return;
  const PendingCall call = take(found);
  HostResult result;
  std::string clone, problem;
  if (reply.failed) {
    result.status = HostResult::Status::thrown;
    clone = thrown(reply.value);
    ++failed_;
  } else if (auto encoded = clone_of_json(reply.value, call.values, problem)) {
    result.status = HostResult::Status::value;
    clone = std::move(*encoded);
  } else {
    return refuse(call.worker, call.call, "DataCloneError",
                  fmt::format("What \"{}\" returned is not a value that a worker can have: {}",
                              call.function, problem));
  }
  result.call = call.call;
  result.clone = clone;
  workers_.answer_host_call(call.worker, result);
}

void HostFunctions::forget(WorkerId worker) {
  const auto found = of_worker_.find(worker);
  if (found == of_worker_.end()) return;
  const std::unordered_set<std::string> ids = found->second;
  for (const std::string& id : ids) cancel(calls_.find(id), "worker-gone");
}

HostFunctions::PendingCall HostFunctions::take(Calls::iterator found) {
  PendingCall call = std::move(found->second);
  const auto ids = of_worker_.find(call.worker);
  ids->second.erase(found->first);
  if (ids->second.empty()) of_worker_.erase(ids);
  calls_.erase(found);
  return call;
}

HostFunctions::PendingCall HostFunctions::cancel(Calls::iterator found, std::string_view reason) {
  const std::string id = found->first;
  PendingCall call = take(found);
  call.client->forget_request(id);
  call.client->notify(control::method::host_cancel, {{"id", id}, {"reason", reason}});
  return call;
}

void HostFunctions::refuse(WorkerId worker, uint32_t call, std::string_view name,
                           std::string_view message) {
  ++failed_;
  HostResult result;
  result.call = call;
  result.status = HostResult::Status::refused;
  result.name = name;
  result.message = message;
  workers_.answer_host_call(worker, result);
}

}  // namespace skep
