// From a URL to a script that a worker can run: read, lowered, remembered.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/observe/counters.h"
#include "daemon/scripts/compiler.h"
#include "daemon/scripts/script_cache.h"
#include "daemon/scripts/script_root.h"
#include "proto/worker_messages.h"

namespace skep {

struct LoadedScript {
  enum class Status { ok, unavailable, invalid };
  Status status = Status::ok;
  bool too_large = false;  // unavailable, for its size
  std::string url;
  // ok: what compiled_script() is made of.
  std::string code;             // the source, where that is what runs
  ScriptCache::Entry compiled;  // but for JSON
  // unavailable: `message` says why it could not be had. invalid: a syntax error and its place.
  std::string message;
  uint32_t line = 0;
  uint32_t column = 0;
  std::string frame;
};

// As a worker is told of it; of a script that is ok. Refers to it.
CompiledScript compiled_script(const LoadedScript& script);

// What a script is read as. JSON is passed on as it is.
enum class ScriptKind : uint8_t { classic, module, json };

class ScriptStore {
 public:
  using Done = std::function<void(LoadedScript)>;

  ScriptStore(boost::asio::io_context& io, const std::string& cache_directory, Counters& counters);

  // `done` is called later, never from inside. `source` is what a data: or blob: URL stands for;
  // without it the URL is read from `root`, now. It has at most `most_bytes`.
  void load(const ScriptRoot& root, const std::string& url, std::optional<std::string> source,
            uint64_t most_bytes, ScriptKind kind, Done done);

  size_t cache_memory_bytes() const { return cache_.memory_bytes(); }

 private:
  struct Waiter {
    std::string url;
    Done done;
  };

  void finish(const ScriptCache::Key& key, const std::string& source, uint64_t since_ns,
              Result<CompileResult> result);

  boost::asio::io_context& io_;
  Counters& counters_;
  ScriptCache cache_;
  Compiler compiler_;
  // One compilation for all who ask for the same source meanwhile.
  std::map<ScriptCache::Key, std::vector<Waiter>> compiling_;
};

}  // namespace skep
