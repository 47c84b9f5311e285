#include "daemon/scripts/cache_directory.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <span>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "base/log.h"
#include "daemon/scripts/slices.h"

namespace skep {
namespace {

namespace fs = std::filesystem;

constexpr size_t digest_size = std::tuple_size_v<Digest::Value>;

bool is_entry(const fs::directory_entry& file) {
  return file.path().extension() == ".frame";
}

bool write_whole(const Fd& file, std::string_view bytes, size_t offset) {
  while (!bytes.empty()) {
    const ssize_t count =
        ::pwrite(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
    offset += static_cast<size_t>(count);
  }
  return true;
}

std::string_view text_of(const Digest::Value& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

CacheDirectory::CacheDirectory(std::string directory, size_t most_bytes)
    : directory_(std::move(directory)), most_bytes_(most_bytes) {
  if (directory_.empty()) return;
  std::error_code error;
  fs::create_directories(directory_, error);
  if (error) {
    complain("cannot be made", error.value());
    directory_.clear();
    return;
  }
  measure();
}

std::string CacheDirectory::path_of(const Key& key) const {
  std::string name;
  for (const uint8_t byte : key) name += fmt::format("{:02x}", byte);
  return directory_ + "/" + name + ".frame";
}

std::unique_ptr<CacheDirectory::Reading> CacheDirectory::open(const Key& key) {
  if (directory_.empty()) return nullptr;
  std::string path = path_of(key);
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file) {
    if (errno != ENOENT) complain("cannot be read", errno);
    return nullptr;
  }
  struct stat about;
  if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode) || about.st_size < 0 ||
      static_cast<uint64_t>(about.st_size) > most_bytes_) {
    complain("holds something else", EINVAL);
    return nullptr;
  }
  const auto size = static_cast<size_t>(about.st_size);
  auto reading = std::make_unique<Reading>(Reading{std::move(path), std::move(file), size});
  reading->bytes.reserve(size);
  return reading;
}

bool CacheDirectory::read_on(Reading& reading) {
  const size_t before = reading.bytes.size();
  const size_t wanted = std::min(Slices::bytes, reading.size - before);
  reading.bytes.resize(before + wanted);
  const ssize_t count = ::read(reading.file.get(), reading.bytes.data() + before, wanted);
  if (count < 0 && errno == EINTR) {
    reading.bytes.resize(before);
    return true;
  }
  const size_t now = before + static_cast<size_t>(std::max<ssize_t>(count, 0));
  reading.bytes.resize(now);
  if (now > digest_size) {
    const size_t from = std::max(before, digest_size);
    reading.digest.add(std::string_view(reading.bytes).substr(from));
  }
  if (count > 0 && now < reading.size) return true;
  const std::string_view all = reading.bytes;
  const bool whole = now == reading.size && now > digest_size;
  if (!whole || all.substr(0, digest_size) != text_of(reading.digest.value())) {
    complain("held a damaged file, which is removed", EBADMSG);
    ::unlink(reading.path.c_str());
    return false;
  }
  const std::string_view frame = all.substr(digest_size);
  auto result = decode_compile_result(std::as_bytes(std::span(frame)));
  if (!result) return false;
  // Its time of use, for make_room; not allowed on a read-only disk, and that is fine.
  ::futimens(reading.file.get(), nullptr);
  reading.entry = std::make_shared<const CompileResult>(std::move(*result));
  return false;
}

std::unique_ptr<CacheDirectory::Writing> CacheDirectory::create(const Key& key,
                                                                const CompileResult& result) {
  if (directory_.empty()) return nullptr;
  std::string frame = encode_compile_result(result);
  if (frame.size() > most_bytes_ / 2) return nullptr;
  // Another supervisor may write the same entry: each has a temporary of its own, and rename makes
  // either whole file the entry.
  auto writing = std::make_unique<Writing>();
  writing->path = path_of(key);
  std::string temporary = fmt::format("{}.{}.{}.new", writing->path, ::getpid(), ++last_temporary_);
  writing->file =
      Fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!writing->file) {
    complain("cannot be written", errno);
    return nullptr;
  }
  writing->temporary = std::move(temporary);
  writing->frame = std::move(frame);
  return writing;
}

// It may not have been finished: its daemon ends.
CacheDirectory::Writing::~Writing() {
  if (!temporary.empty()) ::unlink(temporary.c_str());
}

bool CacheDirectory::write_on(Writing& writing) {
  const std::string_view slice =
      std::string_view(writing.frame).substr(writing.written, Slices::bytes);
  writing.digest.add(slice);
  bool well = write_whole(writing.file, slice, digest_size + writing.written);
  writing.written += slice.size();
  if (well && writing.written < writing.frame.size()) return true;
  // Last of all: a file that was not finished is damaged, and nobody believes it.
  well = well && write_whole(writing.file, text_of(writing.digest.value()), 0) &&
         ::rename(writing.temporary.c_str(), writing.path.c_str()) == 0;
  if (!well) {
    complain("cannot be written", errno);
    return false;
  }
  writing.temporary.clear();
  bytes_ += digest_size + writing.frame.size();
  if (bytes_ > most_bytes_) make_room();
  return false;
}

void CacheDirectory::measure() {
  bytes_ = 0;
  std::error_code error;
  for (fs::directory_iterator file(directory_, error), end; !error && file != end;
       file.increment(error)) {
    if (is_entry(*file)) {
      std::error_code gone;
      const auto size = file->file_size(gone);
      if (!gone) bytes_ += size;
    }
  }
  if (bytes_ > most_bytes_) make_room();
}

// Removes what was used longest ago until a quarter is free, so that it is rarely done.
void CacheDirectory::make_room() {
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
  bytes_ = 0;
  for (const File& file : files) bytes_ += file.size;
  for (const File& file : files) {
    if (bytes_ <= most_bytes_ / 4 * 3) break;
    if (fs::remove(file.path, error)) bytes_ -= file.size;
  }
}

void CacheDirectory::complain(std::string_view what, int error) {
  if (complained_) return;
  complained_ = true;
  log::warning("the script cache {} {}: {}; it goes on without", directory_, what,
               std::generic_category().message(error));
}

}  // namespace skep
