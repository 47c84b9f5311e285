// The client on whose behalf a control method runs, as the methods see it.
#pragma once

#include <functional>
#include <string_view>

#include "daemon/control/answer.h"
#include "daemon/control/client_id.h"
#include "daemon/control/streams.h"

namespace skep::control {

// What a client may do. Read-only: look at everything, change nothing.
enum class Access : uint8_t { read_only, admin };

// "read-only", "admin".
std::string_view name(Access access);

// The client's answer to a request of ours: its `result`, or its `error` object.
struct Reply {
  bool failed = false;
  Json value;
};

class Caller {
 public:
  virtual ~Caller() = default;

  virtual ClientId id() const = 0;
  virtual Access access() const = 0;

  // The events it asked for.
  virtual Streams& streams() = 0;

  // The tree of this root ends with this client from now on, and what it says to the outside is
  // never dropped for it: workers whose owner is slow wait.
  virtual void own(WorkerId root) = 0;

  // For the answer to the request with this id; null is a notification, which nobody answers.
  virtual LaterAnswer answer_later(const Json& id) = 0;

  // Sends a request of ours to the client. `replied` is called at most once, from the event loop;
  // not at all after forget_request() or when the client goes.
  virtual void request(const std::string& id, std::string_view method, Json params,
                       std::function<void(Reply)> replied) = 0;
  virtual void forget_request(const std::string& id) = 0;
  // False while so much is unread by the client, or so little of it is left, that requests of
  // somebody else would only bring it nearer to being cut off.
  virtual bool takes_requests() const = 0;
  // What the client answered; nobody may wait for it (any more).
  virtual void take_reply(const std::string& id, Reply reply) = 0;
  virtual void notify(std::string_view method, Json params) = 0;
};

}  // namespace skep::control
