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
#include "daemon/scripts/slices.h"
#include "daemon/scripts/source_share.h"
#include "proto/soft_limit.h"
#include "proto/worker_messages.h"

namespace skep {

struct LoadedScript {
  enum class Status { ok, unavailable, invalid };
  Status status = Status::ok;
  std::optional<SoftLimit> limit;  // unavailable, because it met this one
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

  // `reaper` must outlive it.
  ScriptStore(boost::asio::io_context& io, Reaper& reaper, const std::string& cache_directory,
              Counters& counters);

  // `done` is called later, never from inside, soon when the script is not wanted any more.
  // `source` is what a data: or blob: URL stands for; without it the URL is read from the owner's
  // root. It has at most `most_bytes`. More than max_tree_loading_bytes of one owner, or
  // max_loading_bytes of all, are refused.
  void load(const ScriptOwner& owner, const std::string& url, std::optional<std::string> source,
            uint64_t most_bytes, ScriptKind kind, Done done);

  size_t cache_memory_bytes() const { return cache_.memory_bytes(); }

 private:
  struct Waiter {
    std::string url;
    Done done;
  };

  struct Reading;
  bool read_on(Reading& reading);
  // Whether so many bytes more may be on their way.
  bool has_room(const Reading& reading, uint64_t bytes) const;
  Result<> take_up(Reading& reading, uint64_t bytes) const;
  Result<> open_file(Reading& reading) const;
  Result<> read_some(Reading& reading) const;
  static void refuse(Reading& reading, const Error& why);
  // The whole source is here: false when there is nothing left to do in slices.
  bool look_up(Reading& reading);
  bool look_on_disk(Reading& reading);
  void compile(Reading& reading);
  void finish(const ScriptCache::Key& key, const std::shared_ptr<std::string>& source,
              uint64_t since_ns, Result<CompileResult> result);
  void keep_on_disk(const ScriptCache::Key& key, const CompileResult& result);

  Counters& counters_;
  ScriptCache cache_;
  SourceBytes bytes_ = std::make_shared<uint64_t>(0);
  Slices slices_;
  Compiler compiler_;
  // One compilation for all who ask for the same source meanwhile.
  std::map<ScriptCache::Key, std::vector<Waiter>> compiling_;
};

}  // namespace skep
