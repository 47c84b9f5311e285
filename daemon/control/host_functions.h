// Functions that clients offer to workers: the only way from a worker to anything outside.
//
//   worker: await skep.call(name, …) → supervisor → host.call → client
//   client: result or error          → supervisor → the promise is settled
//
// A call ends exactly once: with the client's answer, with its time, with the client (AbortError),
// or, unheard, with the worker; then the client is told by host.cancel.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "daemon/control/caller.h"
#include "daemon/host_calls.h"
#include "daemon/supervisor.h"
#include "proto/worker_messages.h"

namespace skep {

// Whose calls of a function a client takes.
enum class HostScope : uint8_t {
  own,     // workers of the trees that this client spawned
  tenant,  // workers of one tenant
  all,
};

struct HostRegistration {
  HostScope scope = HostScope::own;
  std::string tenant;
  std::chrono::milliseconds timeout{30'000};
  control::ValueForm values = control::ValueForm::plain;
};

class HostFunctions final : public HostCalls {
 public:
  // What it needs of the supervisor.
  class Workers {
   public:
    virtual ~Workers() = default;
    virtual std::optional<TreeInfo> tree_of(WorkerId worker) const = 0;
    virtual void answer_host_call(WorkerId worker, const HostResult& result) = 0;
  };

  HostFunctions(boost::asio::io_context& io, Workers& workers) : io_(io), workers_(workers) {}

  // Offers a function; again replaces what this client said before. Where several clients offer one
  // to the same worker, its owner comes first, then its tenant's, then the first who offered it.
  // False: the client offers max_host_functions already.
  bool add(control::Caller& client, const std::string& function, HostRegistration registration);
  // False: the client does not offer it. Calls under way go on.
  bool remove(ClientId client, const std::string& function);
  void forget(ClientId client);

  void call(WorkerId worker, uint32_t call, std::string_view function,
            std::span<const std::byte> arguments) override;
  void forget(WorkerId worker) override;

  size_t pending() const { return calls_.size(); }
  uint64_t total() const { return total_; }
  // Of those, the ones that brought no value.
  uint64_t failed() const { return failed_; }

 private:
  struct Offer {
    control::Caller* client;
    std::string function;
    HostRegistration registration;
  };
  struct PendingCall {
    WorkerId worker;
    uint32_t call;
    std::string function;
    control::Caller* client;
    control::ValueForm values;
    std::unique_ptr<boost::asio::steady_timer> timer;
  };
  using Calls = std::unordered_map<std::string, PendingCall>;

  const Offer* find(WorkerId worker, std::string_view function) const;
  void arm(const std::string& id, std::chrono::milliseconds timeout);
  void on_reply(const std::string& id, control::Reply reply);
  void refuse(WorkerId worker, uint32_t call, std::string_view name, std::string_view message);
  PendingCall take(Calls::iterator call);
  // Takes it out of the tables and tells the client that nobody waits any more.
  PendingCall cancel(Calls::iterator call, std::string_view reason);

  boost::asio::io_context& io_;
  Workers& workers_;
  std::vector<Offer> offers_;
  Calls calls_;  // by the id of the request to the client
  // Their ids: that one of many workers goes costs in proportion to its own calls. No set is empty.
  std::unordered_map<WorkerId, std::unordered_set<std::string>> of_worker_;
  uint64_t total_ = 0;
  uint64_t failed_ = 0;
};

}  // namespace skep
