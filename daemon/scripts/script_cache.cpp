#include "daemon/scripts/script_cache.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sha256.h>
#include <span>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "base/fd.h"
#include "base/log.h"

namespace skep {
namespace {

namespace fs = std::filesystem;

ScriptCache::Key digest_of(std::string_view bytes) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  ScriptCache::Key digest;
  SHA256Final(digest.data(), &context);
  return digest;
}

bool is_entry(const fs::directory_entry& file) {
  return file.path().extension() == ".frame";
}

bool write_whole(const Fd& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

std::string_view text_of(const ScriptCache::Key& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

ScriptCache::ScriptCache(std::string directory, ScriptCacheLimits limits)
    : directory_(std::move(directory)), limits_(limits) {
  if (directory_.empty()) return;
  std::error_code error;
  fs::create_directories(directory_, error);
  if (error) {
    complain("cannot be made", error.value());
    directory_.clear();
    return;
  }
  measure_directory();
}

ScriptCache::Key ScriptCache::key_of(std::string_view source, SourceLanguage language) {
  SHA2_CTX context;
  SHA256Init(&context);
  // Version and language go first, each of a known length, so that no two keys can be confused.
  const std::string_view version = compiler_version();
  const uint64_t version_length = version.size();
  SHA256Update(&context, reinterpret_cast<const uint8_t*>(&version_length), sizeof version_length);
  SHA256Update(&context, reinterpret_cast<const uint8_t*>(version.data()), version.size());
  const auto language_byte = static_cast<uint8_t>(language);
  SHA256Update(&context, &language_byte, 1);
  SHA256Update(&context, reinterpret_cast<const uint8_t*>(source.data()), source.size());
  Key key;
  SHA256Final(key.data(), &context);
  return key;
}

ScriptCache::Entry ScriptCache::find(const Key& key) {
  if (const auto found = index_.find(key); found != index_.end()) {
    held_.splice(held_.begin(), held_, found->second);
    return found->second->result;
  }
  return directory_.empty() ? nullptr : read_file(key);
}

void ScriptCache::store(const Key& key, Entry result) {
  const std::string frame = encode_compile_result(*result);
  hold(key, std::move(result), frame.size());
  if (!directory_.empty()) write_file(key, frame);
}

void ScriptCache::hold(const Key& key, Entry result, size_t bytes) {
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

std::string ScriptCache::path_of(const Key& key) const {
  std::string name;
  for (const uint8_t byte : key) name += fmt::format("{:02x}", byte);
  return directory_ + "/" + name + ".frame";
}

// A file holds the SHA-256 of the rest, then the frame.
ScriptCache::Entry ScriptCache::read_file(const Key& key) {
  const std::string path = path_of(key);
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file) {
    if (errno != ENOENT) complain("cannot be read", errno);
    return nullptr;
  }
  struct stat about;
  if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode) || about.st_size < 0 ||
      static_cast<uint64_t>(about.st_size) > limits_.disk_bytes) {
    complain("holds something else", EINVAL);
    return nullptr;
  }
  std::string bytes(static_cast<size_t>(about.st_size), '\0');
  size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + have, bytes.size() - have);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    have += static_cast<size_t>(count);
  }
  const size_t digest_size = std::tuple_size_v<Key>;
  const bool whole = have == bytes.size() && have > digest_size;
  const std::string_view frame =
      whole ? std::string_view(bytes).substr(digest_size) : std::string_view();
  if (!whole || std::string_view(bytes).substr(0, digest_size) != text_of(digest_of(frame))) {
    complain("held a damaged file, which is removed", EBADMSG);
    ::unlink(path.c_str());
    return nullptr;
  }
  auto result = decode_compile_result(std::as_bytes(std::span(frame)));
  if (!result) return nullptr;
  // Its time of use, for make_room_on_disk; not allowed on a read-only disk, and that is fine.
  ::futimens(file.get(), nullptr);
  auto entry = std::make_shared<const CompileResult>(std::move(*result));
  hold(key, entry, frame.size());
  return entry;
}

void ScriptCache::write_file(const Key& key, std::string_view frame) {
  if (frame.size() > limits_.disk_bytes / 2) return;
  // Another supervisor may write the same entry: each has a temporary of its own, and rename makes
  // either whole file the entry.
  const std::string path = path_of(key);
  const std::string temporary = fmt::format("{}.{}.new", path, ::getpid());
  const Key digest = digest_of(frame);
  Fd file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return complain("cannot be written", errno);
  if (!write_whole(file, text_of(digest)) || !write_whole(file, frame) ||
      ::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    return complain("cannot be written", error);
  }
  disk_bytes_ += digest.size() + frame.size();
  if (disk_bytes_ > limits_.disk_bytes) make_room_on_disk();
}

void ScriptCache::measure_directory() {
  disk_bytes_ = 0;
  std::error_code error;
  for (fs::directory_iterator file(directory_, error), end; !error && file != end;
       file.increment(error)) {
    if (is_entry(*file)) {
      std::error_code gone;
      const auto size = file->file_size(gone);
      if (!gone) disk_bytes_ += size;
    }
  }
  if (disk_bytes_ > limits_.disk_bytes) make_room_on_disk();
}

// Removes what was used longest ago until a quarter is free, so that it is rarely done.
void ScriptCache::make_room_on_disk() {
  struct File {
    fs::file_time_type used;
    uintmax_t size;
    fs::path path;
  };
  std::vector<File> files;
  std::error_code error;
  for (fs::directory_iterator file(directory_, error), end; !error && file != end;
       file.increment(error)) {
    if (!is_entry(*file)) continue;
    std::error_code gone;
    const auto used = file->last_write_time(gone);
    const auto size = file->file_size(gone);
    if (!gone) files.push_back({used, size, file->path()});
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.used < b.used; });
  disk_bytes_ = 0;
  for (const File& file : files) disk_bytes_ += file.size;
  for (const File& file : files) {
    if (disk_bytes_ <= limits_.disk_bytes / 4 * 3) break;
    if (fs::remove(file.path, error)) disk_bytes_ -= file.size;
  }
}

void ScriptCache::complain(std::string_view what, int error) {
  if (complained_) return;
  complained_ = true;
  log::warning("the script cache {} {}: {}; it goes on without", directory_, what,
               std::generic_category().message(error));
}

}  // namespace skep
