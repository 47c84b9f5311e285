// The seam between the C++ of a worker and the JavaScript of its prelude (prelude/*.js).
//
// The prelude is one strict ES5 function `function (host, global)`, made from prelude/*.js in the
// order of prelude/meson.build, called once in the zygote. User code never sees `host`. Whatever
// the prelude needs later it captures then: a guest may replace any built-in it can reach.
//
// HOST FUNCTIONS: C++, called by the prelude. Values are plain JavaScript; errors are thrown.
//
//   host.slot(name)                  a hidden symbol: a property key for internal slots that no
//                                    user code can name, list or reach through a Proxy
//   host.recordGetter(prototype, slot, attribute, field)
//                                    defines a read-only attribute: that field of what is in the
//                                    slot
//   host.hooks                       an object the prelude fills with the hooks below
//   host.queueMicrotask(fn)          runs fn() at the next microtask checkpoint
//   host.checkpoint()                performs a microtask checkpoint now: after each listener of an
//                                    event that a task fires, while no script is running
//   host.queueTask(fn)               runs fn() as a task of its own, in turn with messages
//   host.setTimer(fn, delay, repeat, args)  → id; delay: whole milliseconds (long)
//   host.clearTimer(id)
//   host.now()                       ms since the worker's time origin, coarse
//   host.timeOrigin()                Unix time in ms
//   host.post(handle, value, transfer)  StructuredSerializeWithTransfer, then send to the port
//   host.clone(value, transfer)      structuredClone: serialize and deserialize in this realm
//   host.spawn(handle, url, name, module, source)  source: a string or Uint8Array or undefined
//   host.terminate(handle)
//   host.close()                     sets the closing flag, discards this worker's tasks
//   host.console(level, text)        level: 0 log 1 debug 2 info 3 warn 4 error
//   host.importScripts(items)        items: [{url, source|undefined}…]; blocks, then runs them in
//                                    order; a failed fetch throws a NetworkError, a syntax error a
//                                    SyntaxError, an exception of a script passes through
//   host.limitMet(number)            a SoftLimit refuses the script something: the supervisor hears
//   host.loadModule(number, url, json, source)
//                                    asks for a module; hooks.moduleLoaded answers. At most 16 at
//                                    once, of which 4 with a source
//   host.forceProperty(object, key, value)  makes it so, enumerable, whatever the object says
//   host.setParsePlace(error, file, line, column)  where in a source the error shows
//   host.reportException(value)      HTML "report an exception", from a microtask
//   host.reportError({message, filename, lineno, colno, stack, observed, rejection})
//                                    unhandled: to the owner; rejection true: an unhandled
//                                    rejection (ErrorReport kind 4), which fires no event at the
//                                    Worker
//   host.positionOf(value)           {filename, lineno, colno, stack} in the ORIGINAL source for an
//                                    Error object; of the running code for any other value
//   host.classOf(value)              the engine's own class of an object, "Object", "Array",
//                                    "Date", "RegExp", "Error", "ArrayBuffer", "Uint8Array",
//                                    "DataView", "Map", "Set", "WeakMap", "WeakSet", "Promise",
//                                    "Function", "Proxy", "Boolean", "Number", "String", "Symbol",
//                                    "Arguments"
//   host.isDetached(buffer)          of an ArrayBuffer
//   host.proxyParts(proxy)           [target, handler] for the console; undefined otherwise
//   host.random(count)               Uint8Array of random bytes
//   host.utf8Encode(string)          Uint8Array; lone surrogates become U+FFFD
//   host.utf8Decode(bytes)           string; errors become U+FFFD; no byte-order-mark handling
//   host.encodeInto(string, bytes)   {read, written}: the UTF-8 of as much of the string as fits
//   host.newDecoder(label, fatal, ignoreBOM)
//                                    a decoder of the Encoding Standard, or undefined if the label
//                                    is none, or that of the replacement encoding
//   host.decoderEncoding(decoder)    the encoding's name in lower case
//   host.decode(decoder, bytes, last)  string; undefined after a fatal error, when the decoder
//                                    begins anew. Without `last` it keeps what is unfinished
//   host.domainToAscii(domain)       the domain as the DNS has it, or undefined for failure
//   host.atob(text), host.btoa(text)  strings, or undefined for failure
//   host.base64Bytes(text)           the bytes of forgiving base64, or undefined for failure
//   host.isIdentifierPoint(point, first)  may stand in a name of JavaScript, first or later
//   host.digest(name, bytes)         Uint8Array: "SHA-1", "SHA-256", "SHA-384" or "SHA-512" of them
//   host.serialize(value)            StructuredSerialize → a buffer that is kept from scripts
//   host.deserialize(buffer)         StructuredDeserialize
//   host.closing()                   the closing flag
//   host.call(number, name, buffer)  calls a host function; false if none can have that name
//   host.broadcast(name, buffer)     to that BroadcastChannel in all other workers of the tree
//   host.joinChannel(name)           null, or a sentence why not
//   host.leaveChannel(name)
//   host.isomorphicDecode(bytes)     a string with a code unit from 0 to 255 for each byte
//   host.newCompression(format, decompresses)  a context: "deflate", "deflate-raw" or "gzip"
//   host.compress(context, bytes, last, list)
//                                    null, or a sentence about what is wrong; what comes out is
//                                    appended to the list, as Uint8Arrays
//   host.part(name)                  the function that a part of prelude/lazy/ is (prelude/lazy.js)
//   host.mostLocks                   max_locks: beyond it the supervisor ends the worker
//   host.requestLock(number, name, mode, ifAvailable, steal)
//                                    asks for a lock; mode: 0 exclusive 1 shared; false if none can
//                                    have that name. Numbers: 1, 2, 3 …
//   host.releaseLock(number)         gives it back, or takes the request back
//   host.queryLocks(number)          one at a time
//
//   host.addBlobUrl(url, type, bytes), host.revokeBlobUrl(url)  for all workers of the tree
//   host.findBlobUrl(url)            [type, bytes], or undefined
//   host.pack(value, transfer)       StructuredSerializeWithTransfer → a buffer; the ports of what
//                                    was transferred were given to hooks.transferPlatform
//   host.postPacked(handle, buffer, handles)  sends it; the ports go with it
//   host.openPorts(a, b)             makes two ports known, entangled; b 0: one without a peer
//   host.startPort(handle), host.closePort(handle)
//   host.dropPort(handle)            the same between tasks: also while memory is collected
//   host.withdrawPort(handle)        waits until nothing more arrives at it
//   host.returnMessage(handle, buffer, handles, refused)
//                                    gives a message back to the port's queue
//   host.returnArrived(handle)       gives back what had arrived and was not delivered yet
//   host.portsAllowed(), host.isRoot()
//   host.whenCollected(prototype, fn)  fn(object) when nothing refers any more to an object that
//                                    inherits from it
//   host.collect()                   collects garbage
//
// An object that carries a slot of its own is a platform object: structured clone refuses it unless
// it carries `serialize` (below). The library's Map, Set and RegExp are known by the slots it gives
// them (library/), and the marks it leaves on keys of a WeakMap do not count.
//
// The engine's Duktape, Buffer, CBOR, performance, TextEncoder, TextDecoder, Uint8Array.allocPlain
// and plainOf are gone before the prelude runs; Math.random, queueMicrotask and Error.prototype's
// stack, fileName and lineNumber (original positions) are native.
//
// HOOKS: defined by the prelude in host.hooks, called by C++ as tasks (a microtask checkpoint
// follows each). An exception out of a hook is a bug of ours, except where user code is said to
// run: hooks catch what user code throws and report it themselves.
//
//   hooks.start(name, url, given, module)
//                                    the worker has an identity now: sets name, location, the
//                                    arguments, an array or undefined, and whether its script is a
//                                    module; before any user code
//   hooks.moduleLoaded(number, status, value)
//                                    0: value is the module's table (compiler/module_form.h) or its
//                                    JSON text; 1: a sentence: it cannot be had; 2: a SyntaxError
//   hooks.moduleRoot(table)          the worker's own script is a module: load its graph
//   hooks.moduleRootState()          0 loading, 1 linked, 2 failed; hooks.moduleRootError(): how
//   hooks.runModuleRoot()            evaluates it
//   hooks.dynamicImport(file, specifier, options)  import() in a classic script: a promise
//   hooks.message(handle, value)     a message arrived at a port: handle 0 the global scope, else
//                                    the Worker object of that child
//   hooks.messageError(handle)       it could not be deserialized
//   hooks.childError(handle, {kind, message, filename, lineno, colno, stack, observed})
//                                    kind: 0 exception 1 load 2 parse 3 ended 4 rejection
//   hooks.childEnded(handle)         the child is gone: forget it
//   hooks.broadcast(name, buffer)    a message to a BroadcastChannel arrived
//   hooks.lockAnswer(number, kind)   0 granted 1 not available 2 stolen
//   hooks.lockSnapshot(number, whole, held, pending)  lists of name, mode, client, name …; if not
//   whole, there are too many
//   hooks.blobRevoked(url)           by another worker
//   hooks.portMessage(handle, buffer, handles, refused)  a message that brings ports, or to one
//   hooks.portClosed(handle)         its peer is gone, or host.closePort() is done
//   hooks.hostResult(number, status, value, message)
//                                    the answer to host.call: 0 value, 1 thrown value, 2 refused
//                                    with the name `value` and `message`, 3 not readable
//   hooks.reportException(value)     HTML "report an exception": fires `error` at the global scope,
//                                    and if nothing handles it calls host.reportError
//   hooks.domException(name, message)  → a new DOMException for C++ to throw
//   hooks.promiseRejection(type, promise, reason)
//                                    type: 0 rejected with no handler, 1 handler added
//   hooks.checkRejections()          HTML "notify about rejected promises": after each
//   checkpoint
//
// Serializable platform objects (Blob, File, DOMException …) are told apart by the value of their
// own property host.slot("serialize"): a string naming the kind; C++ then calls
//   hooks.serializePlatform(kind, object) → plain value      (no user code runs)
//   hooks.deserializePlatform(kind, plain value) → object
//
// Transferable ones (MessagePort, streams) likewise, by host.slot("transfer"):
//   hooks.isDetached(kind, object) → its [[Detached]] slot
//   hooks.transferPlatform(kind, object) → how many ports it became
//   hooks.receivePlatform(kind, count) → object, made of the next `count` ports of the message
#pragma once

#include <string>
#include <string_view>

#include <duktape.h>

namespace skep {

// Pushes nothing; defines every host function on the object at the top of the stack. One part a
// file:
void define_host_functions(duk_context* ctx);
void define_object_functions(duk_context* ctx);       // host_objects.cpp
void define_time_functions(duk_context* ctx);         // host_time.cpp
void define_message_functions(duk_context* ctx);      // host_messages.cpp
void define_quick_post(duk_context* ctx);             // quick_post.cpp
void define_record_functions(duk_context* ctx);       // record_getters.cpp
void define_text_functions(duk_context* ctx);         // host_text.cpp
void define_web_functions(duk_context* ctx);          // host_web.cpp
void define_base64_functions(duk_context* ctx);       // host_base64.cpp
void define_outside_functions(duk_context* ctx);      // host_outside.cpp
void define_lock_functions(duk_context* ctx);         // host_locks.cpp
void define_byte_functions(duk_context* ctx);         // host_bytes.cpp
void define_compression_functions(duk_context* ctx);  // host_compression.cpp
void define_part_functions(duk_context* ctx);         // host_parts.cpp
void define_port_functions(duk_context* ctx);         // host_ports.cpp
void define_blob_functions(duk_context* ctx);         // host_blobs.cpp

// Tells the supervisor of MessagePorts that nothing refers to any more. Only between tasks.
struct Realm;
void close_dropped_ports(Realm& realm);

// performance.now(), as coarse as scripts may know it.
double coarse_now(const Realm& realm);

// How a BroadcastChannel's name crosses between workers: see Broadcast in proto/worker_messages.h.
std::string channel_name(std::string_view engine_text);
void push_channel_name(duk_context* ctx, std::string_view name);

// Globals that the language library builds on: queueMicrotask, Math.random.
void define_global_natives(duk_context* ctx);
void define_string_natives(duk_context* ctx);  // host_normalize.cpp

// What the language library calls.
duk_ret_t global_queue_microtask(duk_context* ctx);
duk_ret_t host_promise_rejection(duk_context* ctx);

}  // namespace skep
