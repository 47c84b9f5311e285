// Module scripts, as far as they need the engine or the supervisor: how they come in, how they
// become code, how the root of a module worker is run. Linking and evaluating is JavaScript
// (prelude/module_*.js).
#pragma once

#include <duktape.h>

#include "proto/worker_messages.h"
#include "sandbox/inbox.h"

namespace skep {

struct Realm;

// A module that was asked for is here. As a task.
void deliver_module(Realm& realm, const Arrival& arrival);

// https://html.spec.whatwg.org/multipage/workers.html#worker-processing-model, for a module worker:
// fetches the descendants of the root, links, evaluates. Ends the process if there is nothing to
// evaluate. Returns when the root has run up to its first top-level await, if it has one: the
// standard enables the port message queue then.
// The root's table is on the stack, and taken.
void run_module_worker(Realm& realm);

// Pushes that table. Ends the process if the engine cannot make it.
void push_module_root(Realm& realm, const CompiledScript& script);

// Host function: loadModule(number, url, json, source).
duk_ret_t host_load_module(duk_context* ctx);

// Host function: forceProperty(object, key, value) — defines a property that is enumerable and
// nothing else, whatever `object` says to that. For namespace objects, which change under the hands
// of those who cannot change them.
duk_ret_t host_force_property(duk_context* ctx);

// Host function: setParsePlace(error, file, line, column) — where in a source the error shows.
duk_ret_t host_set_parse_place(duk_context* ctx);

// Host function: reportException(value).
duk_ret_t host_report_exception(duk_context* ctx);

// What lowered classic scripts call for import(specifier, options): finds the script that called.
duk_ret_t dynamic_import(duk_context* ctx);

}  // namespace skep
