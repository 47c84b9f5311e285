#include "daemon/scripts/script_store.h"

#include <boost/asio/post.hpp>
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

LoadedScript loaded(const std::string& url, const std::string& source,
                    const ScriptCache::Entry& entry) {
  const CompileResult& result = *entry;
  LoadedScript script;
  script.url = url;
  script.compiled = entry;
  switch (result.status) {
    case CompileStatus::unchanged: script.code = source; break;
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

ScriptStore::ScriptStore(boost::asio::io_context& io, const std::string& cache_directory,
                         Counters& counters)
    : io_(io), counters_(counters), cache_(cache_directory), compiler_(io) {}

void ScriptStore::load(const ScriptRoot& root, const std::string& url,
                       std::optional<std::string> source, uint64_t most_bytes, ScriptKind kind,
                       Done done) {
  Result<std::string> bytes =
      source ? Result<std::string>(std::move(*source)) : root.read(url, most_bytes);
  if (bytes && bytes.value().size() > most_bytes) bytes = errno_error(EFBIG);
  if (!bytes) {
    LoadedScript script = unavailable(url, why_unavailable(bytes.error(), most_bytes));
    script.too_large = bytes.error() == errno_error(EFBIG);
    boost::asio::post(io_, [done = std::move(done), script] { done(script); });
    return;
  }
  source = std::move(bytes).value();
  if (kind == ScriptKind::json) {
    LoadedScript script;
    script.url = url;
    script.code = std::move(*source);
    boost::asio::post(io_, [done = std::move(done), script] { done(script); });
    return;
  }
  const SourceLanguage language = language_of(url, kind);
  const ScriptCache::Key key = ScriptCache::key_of(*source, language);
  if (const ScriptCache::Entry known = cache_.find(key)) {
    ++counters_.cache_hits;
    LoadedScript script = loaded(url, *source, known);
    boost::asio::post(io_, [done = std::move(done), script] { done(script); });
    return;
  }
  ++counters_.cache_misses;
  std::vector<Waiter>& waiters = compiling_[key];
  waiters.push_back({url, std::move(done)});
  if (waiters.size() > 1) return;
  compiler_.compile(
      *source, language,
      [this, key, text = *source, since_ns = monotonic_ns()](Result<CompileResult> result) {
        finish(key, text, since_ns, std::move(result));
      });
}

void ScriptStore::finish(const ScriptCache::Key& key, const std::string& source, uint64_t since_ns,
                         Result<CompileResult> result) {
  counters_.compile_us += (monotonic_ns() - since_ns) / 1000;
  ++(result ? counters_.compiles : counters_.compiles_failed);
  const auto waiters = std::move(compiling_.extract(key).mapped());
  if (!result) {
    const std::string why = why_not_lowered(result.error());
    for (const Waiter& waiter : waiters) waiter.done(unavailable(waiter.url, why));
    return;
  }
  const auto entry = std::make_shared<const CompileResult>(std::move(result).value());
  cache_.store(key, entry);
  for (const Waiter& waiter : waiters) waiter.done(loaded(waiter.url, source, entry));
}

}  // namespace skep
