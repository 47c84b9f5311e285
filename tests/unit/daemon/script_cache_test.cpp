#include "daemon/scripts/script_cache.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

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

ScriptCache::Key key_of(std::string_view source) {
  return ScriptCache::key_of(source, SourceLanguage::javascript);
}

TEST_CASE("a result is found again under its source and language only") {
  ScriptCache cache("");
  cache.store(key_of("a"), lowered("x"));
  REQUIRE(cache.find(key_of("a")) != nullptr);
  CHECK(cache.find(key_of("a"))->code == "x");
  CHECK(cache.find(key_of("b")) == nullptr);
  CHECK(cache.find(ScriptCache::key_of("a", SourceLanguage::typescript)) == nullptr);
}

TEST_CASE("a second cache finds on disk what the first one stored") {
  ScratchDirectory scratch;
  ScriptCache(scratch.path()).store(key_of("a"), lowered("x"));
  ScriptCache second(scratch.path());
  REQUIRE(second.find(key_of("a")) != nullptr);
  CHECK(second.find(key_of("a"))->code == "x");
}

TEST_CASE("a damaged or cut file is a miss and is removed") {
  for (const bool cut : {false, true}) {
    ScratchDirectory scratch;
    ScriptCache(scratch.path()).store(key_of("a"), lowered("some code"));
    const fs::path file = fs::directory_iterator(scratch.path())->path();
    if (cut) {
      fs::resize_file(file, fs::file_size(file) - 1);
    } else {
      std::fstream(file, std::ios::in | std::ios::out).seekp(50).put('?');
    }
    ScriptCache second(scratch.path());
    CHECK(second.find(key_of("a")) == nullptr);
    CHECK(!fs::exists(file));
    second.store(key_of("a"), lowered("again"));
    CHECK(second.find(key_of("a"))->code == "again");
  }
}

TEST_CASE("memory holds the latest used within its bound") {
  ScriptCache cache("", {10'000, 0});
  for (const char* name : {"a", "b", "c"})
    cache.store(key_of(name), lowered(std::string(3000, 'x')));
  REQUIRE(cache.find(key_of("a")) != nullptr);  // now the latest used
  cache.store(key_of("d"), lowered(std::string(3000, 'x')));
  CHECK(cache.find(key_of("a")) != nullptr);
  CHECK(cache.find(key_of("b")) == nullptr);
  CHECK(cache.memory_bytes() <= 10'000);
  cache.store(key_of("huge"), lowered(std::string(20'000, 'x')));
  CHECK(cache.find(key_of("huge")) == nullptr);
}

TEST_CASE("the directory stays within its bound") {
  ScratchDirectory scratch;
  ScriptCache cache(scratch.path(), {0, 100'000});
  for (int i = 0; i < 40; ++i) {
    cache.store(key_of(std::to_string(i)), lowered(std::string(10'000, 'x')));
  }
  uintmax_t total = 0;
  for (const auto& file : fs::directory_iterator(scratch.path())) total += file.file_size();
  CHECK(total <= 100'000);
  CHECK(total > 0);
}

TEST_CASE("a directory that cannot be made leaves a cache in memory") {
  ScriptCache cache("/proc/no-such-place");
  cache.store(key_of("a"), lowered("x"));
  CHECK(cache.find(key_of("a")) != nullptr);
}

}  // namespace
}  // namespace skep
