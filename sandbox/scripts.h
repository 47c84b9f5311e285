// Runs scripts: the worker's own, and what importScripts() brings.
#pragma once

#include <duktape.h>

#include "proto/worker_messages.h"

namespace skep {

struct Realm;

// Pushes the function that is the script's code; its positions and the texts of its functions are
// known from now on. False: the engine cannot compile it, and the error is there instead.
bool push_compiled(Realm& realm, const CompiledScript& script);

enum class ScriptOutcome { done, parse_error, threw };

// https://html.spec.whatwg.org/multipage/webappapis.html#run-a-classic-script — `this` is the
// global object. Unless it is done, what was thrown is at the top of the stack.
ScriptOutcome run_script(Realm& realm, const CompiledScript& script);

// The same for what push_compiled() pushed, which it takes.
ScriptOutcome run_pushed(Realm& realm);

// Sends the error at the top of the stack, which it takes, to the supervisor as the reason why the
// worker did not start.
void send_start_failed(Realm& realm);

// Tells the owner of an exception for which the global scope has no way to report it itself. Takes
// it off the stack.
void send_bare_report(Realm& realm);

// Pushes a SyntaxError that says what the compiler found and where.
void push_syntax_error(duk_context* ctx, const ErrorReport& error);

// Host function: importScripts(items).
duk_ret_t host_import_scripts(duk_context* ctx);

}  // namespace skep
