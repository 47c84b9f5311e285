#include "daemon/scripts/script_cache.h"

namespace skep {
namespace {

// What it takes, but for what each of them takes.
size_t size_of(const CompileResult& result) {
  return sizeof result + result.code.size() + result.line_table.size() + result.compiled.size() +
         result.functions.size() + result.message.size() + result.frame.size();
}

}  // namespace

Digest ScriptCache::begin_key(SourceLanguage language) {
  Digest digest;
  // Version and language go first, each of a known length, so that no two keys can be confused.
  const std::string_view version = compiler_version();
  const uint64_t version_length = version.size();
  digest.add({reinterpret_cast<const char*>(&version_length), sizeof version_length});
  digest.add(version);
  const auto language_byte = static_cast<char>(language);
  digest.add({&language_byte, 1});
  return digest;
}

ScriptCache::Entry ScriptCache::find(const Key& key) {
  const auto found = index_.find(key);
  if (found == index_.end()) return nullptr;
  held_.splice(held_.begin(), held_, found->second);
  return found->second->result;
}

void ScriptCache::hold(const Key& key, Entry result) {
  const size_t bytes = size_of(*result);
  if (bytes > limits_.memory_bytes / 2) return;
  if (const auto found = index_.find(key); found != index_.end()) {
    used_bytes_ -= found->second->bytes;
    held_.erase(found->second);
    index_.erase(found);
  }
  held_.push_front({key, std::move(result), bytes});
  index_[key] = held_.begin();
  used_bytes_ += bytes;
  while (used_bytes_ > limits_.memory_bytes) {
    used_bytes_ -= held_.back().bytes;
    index_.erase(held_.back().key);
    held_.pop_back();
  }
}

}  // namespace skep
