#include "daemon/scripts/script_cache.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "daemon/scripts/slices.h"

namespace skep {
namespace {

namespace fs = std::filesystem;

// A directory that goes with the test.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string pattern = (fs::temp_directory_path() / "skep-cache-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

ScriptCache::Entry lowered(std::string code) {
  CompileResult result;
  result.status = CompileStatus::lowered;
  result.code = std::move(code);
  return std::make_shared<const CompileResult>(std::move(result));
}

ScriptCache::Key key_of(std::string_view source,
                        SourceLanguage language = SourceLanguage::javascript) {
  Digest digest = ScriptCache::begin_key(language);
  digest.add(source);
  return digest.value();
}

// Keeps it in memory and on disk.
void store(ScriptCache& cache, const ScriptCache::Key& key, const ScriptCache::Entry& entry) {
  cache.hold(key, entry);
  const auto writing = cache.directory().create(key, *entry);
  while (writing && cache.directory().write_on(*writing)) {
  }
}

// What is on disk, into memory too, as the store of scripts does it.
ScriptCache::Entry find(ScriptCache& cache, const ScriptCache::Key& key) {
  if (const ScriptCache::Entry held = cache.find(key)) return held;
  const auto reading = cache.directory().open(key);
  if (!reading) return nullptr;
  while (cache.directory().read_on(*reading)) {
  }
  if (reading->entry) cache.hold(key, reading->entry);
  return reading->entry;
}

TEST_CASE("a result is found again under its source and language only") {
  ScriptCache cache("");
  store(cache, key_of("a"), lowered("x"));
  REQUIRE(find(cache, key_of("a")) != nullptr);
  CHECK(find(cache, key_of("a"))->code == "x");
  CHECK(find(cache, key_of("b")) == nullptr);
  CHECK(find(cache, key_of("a", SourceLanguage::typescript)) == nullptr);
}

TEST_CASE("a second cache finds on disk what the first one stored") {
  ScratchDirectory scratch;
  {
    ScriptCache first(scratch.path());
    store(first, key_of("a"), lowered("x"));
  }
  ScriptCache second(scratch.path());
  REQUIRE(find(second, key_of("a")) != nullptr);
  CHECK(find(second, key_of("a"))->code == "x");
}

TEST_CASE("a damaged or cut file is a miss and is removed") {
  for (const bool cut : {false, true}) {
    ScratchDirectory scratch;
    {
      ScriptCache first(scratch.path());
      store(first, key_of("a"), lowered("some code"));
    }
    const fs::path file = fs::directory_iterator(scratch.path())->path();
    if (cut) {
      fs::resize_file(file, fs::file_size(file) - 1);
    } else {
      std::fstream(file, std::ios::in | std::ios::out).seekp(50).put('?');
    }
    ScriptCache second(scratch.path());
    CHECK(find(second, key_of("a")) == nullptr);
    CHECK(!fs::exists(file));
    store(second, key_of("a"), lowered("again"));
    CHECK(find(second, key_of("a"))->code == "again");
  }
}

TEST_CASE("memory holds the latest used within its bound") {
  ScriptCache cache("", {10'000, 0});
  for (const char* name : {"a", "b", "c"})
    store(cache, key_of(name), lowered(std::string(3000, 'x')));
  REQUIRE(find(cache, key_of("a")) != nullptr);  // now the latest used
  store(cache, key_of("d"), lowered(std::string(3000, 'x')));
  CHECK(find(cache, key_of("a")) != nullptr);
  CHECK(find(cache, key_of("b")) == nullptr);
  CHECK(cache.memory_bytes() <= 10'000);
  store(cache, key_of("huge"), lowered(std::string(20'000, 'x')));
  CHECK(find(cache, key_of("huge")) == nullptr);
}

TEST_CASE("the directory stays within its bound") {
  ScratchDirectory scratch;
  ScriptCache cache(scratch.path(), {0, 100'000});
  for (int i = 0; i < 40; ++i) {
    store(cache, key_of(std::to_string(i)), lowered(std::string(10'000, 'x')));
  }
  uintmax_t total = 0;
  for (const auto& file : fs::directory_iterator(scratch.path())) total += file.file_size();
  CHECK(total <= 100'000);
  CHECK(total > 0);
}

TEST_CASE("a large file is read and written a slice at a time") {
  const ScratchDirectory scratch;
  CacheDirectory directory(scratch.path(), 1u << 30);
  const auto writing =
      directory.create(key_of("a"), *lowered(std::string(16 * Slices::bytes, 'x')));
  size_t written = 1;
  while (directory.write_on(*writing)) ++written;
  CHECK(written > 16);
  const auto reading = directory.open(key_of("a"));
  size_t read = 1;
  while (directory.read_on(*reading)) ++read;
  CHECK(read > 16);
  REQUIRE(reading->entry != nullptr);
  CHECK(reading->entry->code == std::string(16 * Slices::bytes, 'x'));
}

TEST_CASE("a file that was not written to its end is not found") {
  const ScratchDirectory scratch;
  CacheDirectory directory(scratch.path(), 1u << 30);
  auto writing = directory.create(key_of("a"), *lowered(std::string(2 * Slices::bytes, 'x')));
  CHECK(directory.write_on(*writing));
  CHECK(directory.open(key_of("a")) == nullptr);
  CHECK_FALSE(fs::is_empty(scratch.path()));
  writing.reset();
  CHECK(fs::is_empty(scratch.path()));
}

TEST_CASE("a directory that cannot be made leaves a cache in memory") {
  ScriptCache cache("/proc/no-such-place");
  store(cache, key_of("a"), lowered("x"));
  CHECK(find(cache, key_of("a")) != nullptr);
}

}  // namespace
}  // namespace skep
