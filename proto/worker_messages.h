// The payloads that the supervisor itself reads or writes, and their codecs.
//
// Decoders take hostile bytes: they return false on anything but one exact, bounded message, and
// their string_views point into the bytes given. Text is whatever the script produced: bytes that
// are meant to be UTF-8, checked where they leave the supervisor (control socket, log).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "proto/limits.h"

namespace skep {

// new Worker(url, options), after the parent's realm parsed the URL.
struct SpawnRequest {
  std::string_view url;   // absolute, serialized
  std::string_view name;  // options.name
  uint8_t module = 0;     // options.type is "module"
  // data: and blob: URLs bring their bytes along; for all others the supervisor reads the script.
  uint8_t has_source = 0;
  std::string_view source;
};

// An exception nobody handled, or the reason why a script did not start. Counted from 1, 0 unknown.
struct ErrorReport {
  // How it shows at the parent's Worker object: an ErrorEvent (exception, ended), a plain "error"
  // Event (load, parse), or not at all: a promise rejected with no handler only passes through.
  enum class Kind : uint8_t { exception = 0, load = 1, parse = 2, ended = 3, rejection = 4 };
  Kind kind = Kind::exception;
  // Some listener on the way up saw it, though none cancelled it.
  uint8_t observed = 0;
  uint32_t line = 0;
  uint32_t column = 0;
  std::string_view message;   // "Uncaught Error: boom"
  std::string_view filename;  // a URL
  std::string_view stack;     // for a terminal; may be empty
};

enum class ConsoleLevel : uint8_t { log = 0, debug = 1, info = 2, warn = 3, error = 4 };

struct ConsoleLine {
  ConsoleLevel level = ConsoleLevel::log;
  std::string_view text;  // formatted, without a final newline
};

// importScripts(urls…). Each item is a URL and, for data: and blob: URLs, the bytes it stands for;
// all others the supervisor reads. The answers come in the same order.
struct ImportRequest {
  uint32_t count = 0;
  std::string_view items;  // `count` encoded ImportItems, one after the other
};
struct ImportItem {
  std::string_view url;  // absolute, serialized
  uint8_t has_source = 0;
  std::string_view source;
};

// One script, lowered, ready for Duktape.
struct CompiledScript {
  std::string_view url;  // final, absolute
  std::string_view code;
  std::string_view line_table;  // empty: the code is the source
  std::string_view compiled;    // CompileResult::compiled; empty: to be compiled from the code
  std::string_view functions;   // CompileResult::functions
};

struct StartScript {
  std::string_view name;
  uint64_t time_origin_us = 0;  // Unix time in microseconds, coarse
  CompiledScript script;
  uint32_t channels = 0;  // WorkerLimits::channels: past that the worker itself refuses
  uint32_t ports = 0;     // WorkerLimits::ports, likewise
  uint32_t timers = 0;    // WorkerLimits::timers, likewise
  uint8_t is_root = 0;    // nobody at its inside port could hold a MessagePort
  uint32_t argument_count = 0;
  std::string_view arguments;  // `argument_count` texts, as encode_arguments() makes them
  uint8_t module = 0;          // the script is the root of a module graph
};

struct ImportedScript {
  enum class Status : uint8_t { ok = 0, network_error = 1, syntax_error = 2 };
  Status status = Status::ok;
  CompiledScript script;
  ErrorReport error;        // when status is syntax_error: message, filename, line, column
  std::string_view detail;  // when status is network_error: a sentence
};

// One module of a graph, asked for by its URL. A worker has at most max_module_loads of these
// unanswered, and at most max_module_sources of them with a source.
struct ModuleRequest {
  uint32_t number = 0;  // chosen by the worker
  uint8_t json = 0;     // a JSON module: its text is wanted as it is
  ImportItem item;
};

struct LoadedModule {
  uint32_t number = 0;
  uint8_t json = 0;
  ImportedScript imported;
};

// skep.call(function, …).
struct HostCall {
  uint32_t call = 0;  // chosen by the worker: 1, 2, 3 …
  std::string_view function;
  std::string_view arguments;  // the structured clone of an array
};

struct HostResult {
  enum class Status : uint8_t {
    value = 0,    // `clone` is what the function returned
    thrown = 1,   // `clone` is what it threw
    refused = 2,  // nobody was asked, or nobody answered: a DOMException of this name and message
  };
  uint32_t call = 0;
  Status status = Status::value;
  std::string_view name;
  std::string_view message;
  std::string_view clone;
};

// A message to a BroadcastChannel. The name is UTF-8, or, if it has lone surrogates, text as the
// engine keeps it: then no client can name the channel, but workers can.
struct Broadcast {
  std::string_view channel;
  std::string_view clone;
};

// The channel that a worker joins or leaves.
struct ChannelName {
  std::string_view channel;
};

// A worker refused its script something so many times since it last told of it.
struct LimitMet {
  uint8_t limit = 0;  // a SoftLimit that told_by_worker() knows
  uint32_t times = 0;
};

std::string encode(const SpawnRequest& request);
std::string encode(const ErrorReport& report);
std::string encode(const ConsoleLine& line);
std::string encode(const StartScript& start);
std::string encode(const ImportedScript& imported);
std::string encode(const ImportRequest& request);
std::string encode(const ImportItem& item);
std::string encode(const ModuleRequest& request);
std::string encode(const LoadedModule& loaded);
std::string encode(const HostCall& call);
std::string encode(const HostResult& result);
std::string encode(const Broadcast& broadcast);
std::string encode(const ChannelName& name);
std::string encode(const LimitMet& met);
std::string encode_arguments(std::span<const std::string> arguments);

[[nodiscard]] bool decode(std::span<const std::byte> bytes, SpawnRequest& request);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, ErrorReport& report);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, ConsoleLine& line);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, StartScript& start);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, ImportedScript& imported);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, ImportRequest& request);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, ModuleRequest& request);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, LoadedModule& loaded);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, HostCall& call);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, HostResult& result);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, Broadcast& broadcast);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, ChannelName& name);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, LimitMet& met);

// Takes the next item off the front of `items`; false when what is there is not one. After a
// successful decode() of the request it succeeds `count` times.
[[nodiscard]] bool next_item(std::string_view& items, ImportItem& item);

// The same for the arguments of a StartScript.
[[nodiscard]] bool next_argument(std::string_view& arguments, std::string_view& argument);

// Cuts `text` to at most `most` bytes without splitting a UTF-8 sequence.
std::string_view cut_text(std::string_view text, size_t most);

}  // namespace skep
