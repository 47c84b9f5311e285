// The events of messages, made and dispatched without the prelude where nothing can tell the
// difference.
//
// The prelude's newMessageEvent() and dispatch() (prelude/event_kinds.js, event_target.js) say what
// happens. Here it happens in C++ when exactly one plain listener is there for it: no capture, no
// once, a function. Everything else is the prelude's.
//
// An event of ours has one record for both of its slots, which inherits what no message changes
// from one object that all share.
#pragma once

#include <cstdint>

#include <duktape.h>

#include "proto/ids.h"

namespace skep {

struct Realm;

// Where the values of one property name, and what the prelude brings, lie in the heap; the heap's
// stash keeps them alive.
struct MessageEvents {
  enum Key : uint8_t {
    target_slot,
    event_slot,
    message_slot,
    listeners,
    type,
    callback,
    capture,
    once,
    passive,
    handler,
    value,
    data,
    target,
    current_target,
    phase,
    dispatching,
    time,
    is_trusted,
    message,
    worker_slot,
    handle,
    port_slot,
    closed,
    enabled,
    first,
    object,
    key_count
  };
  void* keys[key_count] = {};
  void* prototype = nullptr;  // MessageEvent.prototype
  void* defaults = nullptr;   // what every record inherits
  void* trusted = nullptr;    // the getter of isTrusted
  void* workers = nullptr;    // the children by their handles
  void* ends = nullptr;       // of ports, likewise (prelude/message_port.js)
  void* global = nullptr;
};

// Who is told of a message: both are kept alive by the listener's place until a script runs.
struct OnlyListener {
  void* target = nullptr;
  void* callback = nullptr;
};

// After the prelude.
void capture_message_events(duk_context* ctx, MessageEvents& events);

// Whether a message for `handle`, of a worker or of a port that is started, has one listener that
// can be called from here. Runs nothing.
bool find_only_listener(duk_context* ctx, const MessageEvents& events, PortHandle handle,
                        OnlyListener& found);

// Takes the message's value at the top and pushes the event, whose dispatch at `listener` begins.
void push_message_event(duk_context* ctx, const MessageEvents& events,
                        const OnlyListener& listener);

// Takes the event at the top. Calls the listener, and ends the dispatch.
void dispatch_message_event(Realm& realm, const OnlyListener& listener);

}  // namespace skep
