// Host functions of navigator.locks: the supervisor keeps the locks of the whole tree.
#include <string>

#include "proto/limits.h"
#include "proto/lock_messages.h"
#include "proto/wire.h"
#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/realm.h"
#include "sandbox/text.h"

namespace skep {
namespace {

void send(duk_context* ctx, UpType type, const std::string& payload) {
  realm_of(ctx).outbox->send(type, inside_port, as_bytes(std::string_view(payload)));
}

// (number, name, mode, ifAvailable, steal) → false if no lock can have that name
duk_ret_t request_lock(duk_context* ctx) {
  LockRequest request;
  request.request = duk_get_uint(ctx, 0);
  request.mode = duk_get_uint(ctx, 2) == 0 ? LockMode::exclusive : LockMode::shared;
  request.if_available = duk_get_boolean(ctx, 3) ? 1 : 0;
  request.steal = duk_get_boolean(ctx, 4) ? 1 : 0;
  bool fits;
  {
    const std::string name = channel_name(engine_text_at(ctx, 1));
    request.name = name;
    fits = name.size() <= max_channel_bytes;
    if (fits) send(ctx, UpType::lock_request, encode(request));
  }
  duk_push_boolean(ctx, fits);
  return 1;
}

// (number)
duk_ret_t release_lock(duk_context* ctx) {
  send(ctx, UpType::lock_release, encode(LockRelease{duk_get_uint(ctx, 0)}));
  return 0;
}

// (number)
duk_ret_t query_locks(duk_context* ctx) {
  send(ctx, UpType::lock_query, encode(LockQuery{duk_get_uint(ctx, 0)}));
  return 0;
}

}  // namespace

void define_lock_functions(duk_context* ctx) {
  duk_push_uint(ctx, max_locks);
  duk_put_prop_string(ctx, -2, "mostLocks");
  define_function(ctx, -1, "requestLock", request_lock, 5);
  define_function(ctx, -1, "releaseLock", release_lock, 1);
  define_function(ctx, -1, "queryLocks", query_locks, 1);
}

}  // namespace skep
