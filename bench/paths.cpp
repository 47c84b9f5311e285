// One fixed path of a worker, run a given number of times in this process: what
// bench/instructions.py counts the instructions of. `paths PATH COUNT`.
//
// The worker's code is the real one, over a real segment whose other end is here, too: no other
// process runs, nothing sleeps, and nothing depends on a clock, so that the count of instructions
// of one run is that of the next. What differs between two counts of one path is the path alone.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "ipc/supervisor_end.h"
#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "sandbox/process_arena.h"
#include "sandbox/protect.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"
#include "sandbox/worker.h"

namespace {

using namespace skep;

// The script of every path: `it` is what is cloned, `turn` runs once for each iteration of a path
// that begins in a script.
constexpr std::string_view script =
    "var it, turn;"
    "function text(length) { var s = 'abcdefgh'; while (s.length < length) s += s; return s; }"
    "function fixed() {"
    "  return { list: [1, 2.5, 'three', null, undefined, true], when: new Date(0), re: /a+/g,"
    "    map: new Map([['a', 1], ['b', { deep: [1, 2, 3] }]]), set: new Set([1, 'x']),"
    "    bytes: new Uint8Array([1, 2, 3]), nested: { a: { b: { c: 'd' } } }, umlaut: "
    "'\u00e4\u20ac' };"
    "}"
    "var seen = 0;"
    "onmessage = function (event) { if (event.data !== undefined) seen++; };";

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "paths: %s\n", what);
  std::exit(1);
}

class Bench {
 public:
  Bench()
      : supervisor_(SupervisorEnd::create().value()),
        end_(Segment::map_for_worker(supervisor_.memfd()).value(), supervisor_.doorbell().get()),
        inbox_(end_, process_arena()),
        outbox_(end_, inbox_),
        realm_(realm_of(build_warm_heap(process_arena()))) {
    const std::byte seed[32] = {};
    realm_.random.seed(seed);
    realm_.end = &end_;
    realm_.inbox = &inbox_;
    realm_.outbox = &outbox_;
    start(script);
  }

  // A worker's beginning: its `start` record, its script, `started`.
  void start(std::string_view code, std::string_view compiled = {}) {
    StartScript start;
    start.script.compiled = compiled;
    start.name = "paths";
    start.script.url = "file:///paths.js";
    start.script.code = code;
    start_worker(realm_, {DownType::start, inside_port, encode(start)});
    take_posted();
  }

  void evaluate(const std::string& source) {
    if (duk_peval_lstring(realm_.ctx, source.data(), source.size()) != 0) {
      fail(duk_safe_to_string(realm_.ctx, -1));
    }
    duk_pop(realm_.ctx);
    take_posted();
  }

  // Calls the function that the global `turn` names, as a task's script would, `count` times.
  void call(long count) {
    for (long i = 0; i < count; i++) {
      duk_get_global_string(realm_.ctx, "turn");
      duk_push_number(realm_.ctx, static_cast<double>(i & 1023));
      if (duk_pcall(realm_.ctx, 1) != DUK_EXEC_SUCCESS) fail(duk_safe_to_string(realm_.ctx, -1));
      duk_pop(realm_.ctx);
      take_posted();
    }
  }

  // What the sealed compiler's engine makes of the script.
  std::string compiled_form(const std::string& code) {
    duk_context* heap = realm_.ctx;
    if (duk_pcompile_lstring(heap, 0, code.data(), code.size()) != 0) fail("it does not compile");
    duk_dump_function(heap);
    duk_size_t size;
    const auto* bytes = static_cast<const char*>(duk_get_buffer(heap, -1, &size));
    std::string form(bytes, size);
    duk_pop(heap);
    return form;
  }

  // The structured clone of what `source` evaluates to, as a message to the worker brings it.
  std::string cloned(const std::string& source) {
    if (duk_peval_lstring(realm_.ctx, source.data(), source.size()) != 0) {
      fail(duk_safe_to_string(realm_.ctx, -1));
    }
    duk_push_undefined(realm_.ctx);
    StructuredSerializer serializer;
    auto serialize = [&](duk_context* ctx) -> duk_ret_t { return serializer.run(ctx, 0, 1); };
    if (!protect(realm_.ctx, 2, serialize)) fail(duk_safe_to_string(realm_.ctx, -1));
    std::string bytes = serializer.bytes();
    duk_pop(realm_.ctx);
    return bytes;
  }

  // Delivers `clone` `count` times, a ring full at a time.
  void deliver(std::string_view clone, long count) {
    while (count > 0) {
      long sent = 0;
      while (sent < count && sent < 64 && send(clone)) sent++;
      for (long done = 0; done < sent;) {
        inbox_.take_arrived();
        if (realm_.loop.run_one_task()) done++;
      }
      count -= sent;
    }
  }

 private:
  // Whether the message was sent. When it does not fit into the ring as a whole, the worker takes
  // in what is there already.
  bool send(std::string_view clone) {
    RecordHeader header;
    header.type = static_cast<uint8_t>(DownType::message);
    header.message_id = ++message_;
    header.flags = flag_first;
    std::span<const std::byte> rest = as_bytes(clone);
    do {
      const size_t length = std::min<size_t>(rest.size(), RingWriter::max_payload);
      if (length == rest.size()) header.flags |= flag_last;
      const RingState state = supervisor_.send(header, rest.first(length));
      if (state == RingState::full && (header.flags & flag_first) != 0) return false;
      if (state == RingState::full) {
        inbox_.take_arrived();
        continue;
      }
      rest = rest.subspan(length);
      header.flags = 0;
    } while (!rest.empty());
    return true;
  }

  void take_posted() {
    while (supervisor_.reader().snapshot() == RingState::ready) {
      RecordHeader header;
      std::span<const std::byte> payload;
      while (supervisor_.reader().peek(header, payload) == RingState::ready) {
        supervisor_.reader().release();
      }
    }
  }

  SupervisorEnd supervisor_;
  WorkerEnd end_;
  Inbox inbox_;
  Outbox outbox_;
  Realm& realm_;
  uint32_t message_ = 0;
};

// A script of `count` functions.
std::string many_functions(int count) {
  std::string code;
  for (int i = 0; i < count; i++) {
    const std::string name = "f" + std::to_string(i);
    code += "function " + name + "(a, b) { var c = { x: a, y: [b] }; return c.x + c.y[0]; }\n";
  }
  return code + "postMessage('ready');";
}

constexpr const char* small = "({ id: 7, name: 'item', ok: true })";

void run(Bench& bench, std::string_view path, long count) {
  if (path == "post-small") {
    bench.evaluate("turn = function (i) { postMessage({ id: i, name: 'item', ok: true }); }");
    return bench.call(count);
  }
  if (path == "receive-small") {
    return bench.deliver(bench.cloned(small), count);
  }
  if (path == "receive-string-64k") {
    return bench.deliver(bench.cloned("text(65536)"), count);
  }
  if (path == "clone-fixed") {
    bench.evaluate("it = fixed(); turn = function () { structuredClone(it); }");
    return bench.call(count);
  }
  if (path == "clone-string-64k") {
    bench.evaluate("it = text(65536); turn = function () { structuredClone(it); }");
    return bench.call(count);
  }
  if (path == "clone-buffer-1m") {
    bench.evaluate("it = new ArrayBuffer(1 << 20); turn = function () { structuredClone(it); }");
    return bench.call(count);
  }
  if (path == "start") {
    for (long i = 0; i < count; i++)
      bench.start("onmessage = function () {}; postMessage('ready');");
    return;
  }
  if (path == "start-compiled") {
    const std::string code = many_functions(100);
    const std::string form = bench.compiled_form(code);
    for (long i = 0; i < count; i++) bench.start(code, form);
    return;
  }
  fail("there is no such path");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) fail("usage: paths PATH COUNT");
  try {
    // Never destroyed: the realm's memory is the arena's.
    static auto* bench = new Bench;
    run(*bench, argv[1], std::strtol(argv[2], nullptr, 10));
  } catch (const std::exception& error) {
    fail(error.what());
  }
  ::_exit(0);
}
