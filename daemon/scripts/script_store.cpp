#include "daemon/scripts/script_store.h"

#include <algorithm>

#include <fmt/format.h>

#include "ipc/futex.h"
#include "proto/limits.h"

namespace skep {
namespace {

SourceLanguage language_of(std::string_view url, ScriptKind kind) {
  url = url.substr(0, url.find_first_of("?#"));
  const bool typescript = url.ends_with(".ts") || url.ends_with(".mts") || url.ends_with(".cts");
  if (kind == ScriptKind::module) {
    return typescript ? SourceLanguage::typescript_module : SourceLanguage::javascript_module;
  }
  return typescript ? SourceLanguage::typescript : SourceLanguage::javascript;
}

std::string why_unavailable(const Error& error, uint64_t most_bytes) {
  switch (error.value()) {
    case EACCES: return "it belongs to another origin, or reading it is not allowed";
    case EXDEV: return "it lies outside the script root";
    case EISDIR: return "it is a directory";
    case EINVAL: return "it is not a regular file";
    case ENOBUFS:
      return fmt::format(
          "too much is being loaded: at most {} bytes of scripts for one tree, and {} for all",
          max_tree_loading_bytes, max_loading_bytes);
    case EFBIG: return fmt::format("it is larger than {} bytes, the limit of a source", most_bytes);
    default: return error.message();
  }
}

LoadedScript unavailable(const std::string& url, std::string message) {
  LoadedScript script;
  script.status = LoadedScript::Status::unavailable;
  script.url = url;
  script.message = std::move(message);
  return script;
}

std::string why_not_lowered(const Error& error) {
  return error == errno_error(EMSGSIZE) ? "what it is lowered to is too large"
                                        : "the compiler could not cope with it";
}

LoadedScript loaded(const std::string& url, std::string source, const ScriptCache::Entry& entry) {
  const CompileResult& result = *entry;
  LoadedScript script;
  script.url = url;
  script.compiled = entry;
  switch (result.status) {
    case CompileStatus::unchanged: script.code = std::move(source); break;
    case CompileStatus::lowered: break;
    case CompileStatus::syntax_error:
    case CompileStatus::unsupported:
      script.status = LoadedScript::Status::invalid;
      script.message = result.message;
      script.line = result.line;
      script.column = result.column;
      script.frame = result.frame;
      break;
  }
  return script;
}

}  // namespace

CompiledScript compiled_script(const LoadedScript& script) {
  if (!script.compiled) return {script.url, script.code, {}, {}, {}};
  const CompileResult& result = *script.compiled;
  const bool lowered = result.status == CompileStatus::lowered;
  return {script.url, lowered ? std::string_view(result.code) : script.code, result.line_table,
          result.compiled, result.functions};
}

// A source that is being read and hashed.
struct ScriptStore::Reading {
  const ScriptOwner owner;
  std::string url;
  ScriptKind kind;
  SourceLanguage language;
  uint64_t most_bytes;
  Done done;
  std::shared_ptr<SourceShare> share;
  std::string source = {};
  std::optional<ScriptFile> file = {};
  bool whole = false;  // the source is here
  Digest digest = {};
  size_t hashed = 0;
  ScriptCache::Key key = {};  // once all of it is hashed
  std::unique_ptr<CacheDirectory::Reading> on_disk = {};
};

ScriptStore::ScriptStore(boost::asio::io_context& io, Reaper& reaper,
                         const std::string& cache_directory, Counters& counters)
    : counters_(counters), cache_(cache_directory), slices_(io), compiler_(io, reaper, slices_) {}

void ScriptStore::load(const ScriptOwner& owner, const std::string& url,
                       std::optional<std::string> source, uint64_t most_bytes, ScriptKind kind,
                       Done done) {
  const auto reading = std::make_shared<Reading>(
      Reading{owner, url, kind, language_of(url, kind), most_bytes, std::move(done),
              std::make_shared<SourceShare>(owner.bytes, bytes_)});
  reading->digest = ScriptCache::begin_key(reading->language);
  if (source) {
    if (const Result<> taken = take_up(*reading, source->size()); !taken) {
      return slices_.add([reading, why = taken.error()] {
        refuse(*reading, why);
        return false;
      });
    }
    reading->source = std::move(*source);
    reading->whole = true;
  } else if (slices_.begins_soon()) {
    // Whoever asked may remove it then. If there are many, only those that are begun are open.
    open_file(*reading);
  }
  slices_.add([this, reading] { return read_on(*reading); });
}

bool ScriptStore::read_on(Reading& reading) {
  if (reading.owner.wanted.expired()) {
    refuse(reading, errno_error(ECANCELED));
    return false;
  }
  if (reading.on_disk) return look_on_disk(reading);
  const Result<> read = reading.whole ? Result<>() : read_some(reading);
  if (!read || reading.source.size() > reading.most_bytes) {
    refuse(reading, read ? errno_error(EFBIG) : read.error());
    return false;
  }
  const std::string_view rest = std::string_view(reading.source).substr(reading.hashed);
  const size_t count =
      reading.kind == ScriptKind::json ? rest.size() : std::min(rest.size(), Slices::bytes);
  if (reading.kind != ScriptKind::json) reading.digest.add(rest.substr(0, count));
  reading.hashed += count;
  if (!reading.whole || reading.hashed < reading.source.size()) return true;
  return look_up(reading);
}

bool ScriptStore::has_room(const Reading& reading, uint64_t bytes) const {
  return *reading.owner.bytes + bytes <= max_tree_loading_bytes &&
         *bytes_ + bytes <= max_loading_bytes;
}

Result<> ScriptStore::take_up(Reading& reading, uint64_t bytes) const {
  if (bytes > reading.most_bytes) return errno_error(EFBIG);
  if (!has_room(reading, bytes)) return errno_error(ENOBUFS);
  reading.share->set(bytes);
  return {};
}

Result<> ScriptStore::open_file(Reading& reading) const {
  TRY(ScriptFile file, reading.owner.root.open_script(reading.url));
  TRY_VOID(take_up(reading, file.size()));
  reading.source.reserve(file.size() + Slices::bytes);
  reading.file.emplace(std::move(file));
  return {};
}

// A slice, or what is left.
Result<> ScriptStore::read_some(Reading& reading) const {
  if (!reading.file) TRY_VOID(open_file(reading));
  const size_t before = reading.source.size();
  while (reading.source.size() - before < Slices::bytes) {
    const size_t wanted = Slices::bytes - (reading.source.size() - before);
    TRY(const size_t count, reading.file->read(reading.source, wanted));
    if (count > 0) continue;
    reading.whole = true;
    reading.file.reset();
    break;
  }
  return {};
}

void ScriptStore::refuse(Reading& reading, const Error& why) {
  LoadedScript script = unavailable(reading.url, why_unavailable(why, reading.most_bytes));
  if (why == errno_error(EFBIG)) script.limit = SoftLimit::source_bytes;
  if (why == errno_error(ENOBUFS)) script.limit = SoftLimit::loading_bytes;
  reading.done(std::move(script));
}

bool ScriptStore::look_up(Reading& reading) {
  if (reading.kind == ScriptKind::json) {
    LoadedScript script;
    script.url = std::move(reading.url);
    script.code = std::move(reading.source);
    reading.done(std::move(script));
    return false;
  }
  reading.key = reading.digest.value();
  if (const ScriptCache::Entry known = cache_.find(reading.key)) {
    ++counters_.cache_hits;
    reading.done(loaded(reading.url, std::move(reading.source), known));
    return false;
  }
  reading.on_disk = cache_.directory().open(reading.key);
  if (reading.on_disk) return true;
  compile(reading);
  return false;
}

bool ScriptStore::look_on_disk(Reading& reading) {
  if (cache_.directory().read_on(*reading.on_disk)) return true;
  if (const ScriptCache::Entry known = reading.on_disk->entry) {
    ++counters_.cache_hits;
    cache_.hold(reading.key, known);
    reading.done(loaded(reading.url, std::move(reading.source), known));
  } else {
    compile(reading);
  }
  return false;
}

void ScriptStore::compile(Reading& reading) {
  ++counters_.cache_misses;
  std::vector<Waiter>& waiters = compiling_[reading.key];
  waiters.push_back({reading.url, std::move(reading.done)});
  if (waiters.size() > 1) return;
  const auto source = std::make_shared<std::string>(std::move(reading.source));
  compiler_.compile(source, reading.language,
                    [this, key = reading.key, source, share = std::move(reading.share),
                     since_ns = monotonic_ns()](Result<CompileResult> result) {
                      finish(key, source, since_ns, std::move(result));
                    });
}

void ScriptStore::finish(const ScriptCache::Key& key, const std::shared_ptr<std::string>& source,
                         uint64_t since_ns, Result<CompileResult> result) {
  counters_.compile_us += (monotonic_ns() - since_ns) / 1000;
  ++(result ? counters_.compiles : counters_.compiles_failed);
  const auto waiters = std::move(compiling_.extract(key).mapped());
  if (!result) {
    const std::string why = why_not_lowered(result.error());
    for (const Waiter& waiter : waiters) waiter.done(unavailable(waiter.url, why));
    return;
  }
  const auto entry = std::make_shared<const CompileResult>(std::move(result).value());
  cache_.hold(key, entry);
  keep_on_disk(key, *entry);
  for (const Waiter& waiter : waiters) {
    const bool last = &waiter == &waiters.back();
    waiter.done(loaded(waiter.url, last ? std::move(*source) : *source, entry));
  }
}

void ScriptStore::keep_on_disk(const ScriptCache::Key& key, const CompileResult& result) {
  std::shared_ptr<CacheDirectory::Writing> writing = cache_.directory().create(key, result);
  if (!writing) return;
  slices_.add([this, writing] { return cache_.directory().write_on(*writing); });
}

}  // namespace skep
