// How scripts are loaded: in slices, between which everything else goes on.
#include "daemon/scripts/script_store.h"

#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include "proto/limits.h"
#include "tests/harness/failure.h"
#include "tests/harness/patience.h"
#include "tests/harness/temporary_directory.h"

namespace skep {
namespace {

constexpr uint64_t any_size = max_script_bytes;

// A store without a compiler at work: what is loaded is JSON, or in the cache.
struct Store {
  Store() : root(ScriptRoot::open(directory.path()).value()) {}

  void load(const std::string& url, ScriptKind kind, std::optional<std::string> source = {},
            uint64_t most_bytes = any_size) {
    store.load({root, bytes, wanted}, url, std::move(source), most_bytes, kind,
               [this](LoadedScript script) { loaded.push_back(std::move(script)); });
  }
  // Runs the loop until so many are there, with something else that always has a turn; how many
  // turns it had.
  size_t turns_until(size_t count) {
    size_t turns = 0;
    std::function<void()> other = [&] {
      ++turns;
      if (loaded.size() < count) boost::asio::post(io, [&] { other(); });
    };
    other();
    const auto give_up = harness::give_up_time();
    while (loaded.size() < count) {
      if (harness::Clock::now() > give_up) throw harness::Failure("waited in vain");
      io.run_one_for(std::chrono::milliseconds(100));
    }
    io.poll();
    return turns;
  }
  // What the compiler would make of this source.
  void know(const std::string& source, SourceLanguage language) {
    Digest key = ScriptCache::begin_key(language);
    key.add(source);
    CacheDirectory known(cache_directory.path(), 1u << 20);
    const auto writing = known.create(key.value(), CompileResult());
    while (known.write_on(*writing)) {
    }
  }

  harness::TemporaryDirectory directory;
  harness::TemporaryDirectory cache_directory;
  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> working{
      io.get_executor()};
  Counters counters;
  Reaper reaper{io};
  ScriptStore store{io, reaper, cache_directory.path(), counters};
  ScriptRoot root;
  SourceBytes bytes = std::make_shared<uint64_t>(0);
  std::shared_ptr<const void> wanted = std::make_shared<const char>();
  std::vector<LoadedScript> loaded;
};

std::string url_of(const std::string& name) {
  return std::string(ScriptRoot::origin) + "/" + name;
}

TEST_CASE_FIXTURE(Store, "a large file is read and hashed in slices, and others have their turns") {
  const std::string text(64 * Slices::bytes + 7, ' ');
  directory.write("large.json", text);
  directory.write("large.js", text);
  know(text, SourceLanguage::javascript);
  load(url_of("large.json"), ScriptKind::json);
  REQUIRE(turns_until(1) >= 64);
  CHECK(loaded[0].code == text);
  load(url_of("large.js"), ScriptKind::classic);
  REQUIRE(turns_until(2) >= 64);
  CHECK(loaded[1].status == LoadedScript::Status::ok);
  CHECK(loaded[1].code == text);
  CHECK(counters.cache_hits == 1);
}

TEST_CASE_FIXTURE(Store, "a large source that was given is hashed in slices") {
  const std::string text(64 * Slices::bytes + 7, ' ');
  know(text, SourceLanguage::javascript_module);
  load("data:text/javascript,", ScriptKind::module, text);
  REQUIRE(turns_until(1) >= 64);
  CHECK(loaded[0].code == text);
  CHECK(counters.cache_hits == 1);
}

TEST_CASE_FIXTURE(Store, "what is not wanted any more is read no further") {
  const std::string text(64 * Slices::bytes, ' ');
  directory.write("large.json", text);
  load(url_of("large.json"), ScriptKind::json);
  io.poll_one();
  wanted.reset();
  CHECK(turns_until(1) < 5);
  CHECK(loaded[0].status == LoadedScript::Status::unavailable);
  CHECK(*bytes == 0);
}

TEST_CASE_FIXTURE(Store, "a short script does not wait for a long one") {
  directory.write("long.json", std::string(64 * Slices::bytes, ' '));
  directory.write("short.json", "1");
  load(url_of("long.json"), ScriptKind::json);
  load(url_of("short.json"), ScriptKind::json);
  REQUIRE_NOTHROW(turns_until(2));
  CHECK(loaded[0].code == "1");
}

TEST_CASE_FIXTURE(Store, "a file may be removed once it was asked for") {
  const std::string path = directory.write("short.json", "1");
  load(url_of("short.json"), ScriptKind::json);
  REQUIRE(::unlink(path.c_str()) == 0);
  REQUIRE_NOTHROW(turns_until(1));
  CHECK(loaded[0].code == "1");
}

TEST_CASE_FIXTURE(Store, "however many are asked for, each is loaded") {
  const size_t many = 10 * Slices::most_begun;
  for (size_t i = 0; i < many; ++i) load("data:", ScriptKind::json, std::to_string(i));
  REQUIRE_NOTHROW(turns_until(many));
  for (size_t i = 0; i < many; ++i) CHECK(loaded[i].code == std::to_string(i));
}

TEST_CASE_FIXTURE(Store, "what is larger than its limit is refused, one at the limit is loaded") {
  directory.write("five.json", "12345");
  load(url_of("five.json"), ScriptKind::json, {}, 5);
  load(url_of("five.json"), ScriptKind::json, {}, 4);
  load("data:", ScriptKind::json, "12345", 5);
  load("data:", ScriptKind::json, "12345", 4);
  REQUIRE_NOTHROW(turns_until(4));
  for (const size_t good : {0u, 2u}) CHECK(loaded[good].code == "12345");
  for (const size_t bad : {1u, 3u}) {
    CHECK(loaded[bad].status == LoadedScript::Status::unavailable);
    CHECK(loaded[bad].limit == SoftLimit::source_bytes);
    CHECK(loaded[bad].message == "it is larger than 4 bytes, the limit of a source");
  }
}

TEST_CASE_FIXTURE(Store, "no more than so many bytes are on their way for one tree") {
  const std::string path = directory.write("large.json", "");
  REQUIRE(::truncate(path.c_str(), max_script_bytes) == 0);
  constexpr size_t most = max_tree_loading_bytes / max_script_bytes;
  for (size_t i = 0; i < most + 1; ++i) load(url_of("large.json"), ScriptKind::json);
  load("data:", ScriptKind::json, "1");
  const SourceBytes mine = std::exchange(bytes, std::make_shared<uint64_t>(0));
  load("data:", ScriptKind::json, "of another");
  bytes = mine;
  CHECK(*bytes == max_tree_loading_bytes);
  REQUIRE_NOTHROW(turns_until(most + 3));
  size_t refused = 0;
  for (const LoadedScript& script : loaded) {
    if (script.status != LoadedScript::Status::unavailable) continue;
    ++refused;
    CHECK(script.limit == SoftLimit::loading_bytes);
    CHECK(script.message.starts_with("too much is being loaded"));
  }
  CHECK(refused == 2);
  CHECK(std::ranges::count(loaded, "of another", &LoadedScript::code) == 1);
  // There is room again.
  CHECK(*bytes == 0);
  loaded.clear();
  load("data:", ScriptKind::json, "1");
  REQUIRE_NOTHROW(turns_until(1));
  CHECK(loaded[0].code == "1");
}

TEST_CASE_FIXTURE(Store, "no more than so many bytes are on their way for all trees together") {
  const std::string text(max_script_bytes, ' ');
  constexpr size_t most = max_loading_bytes / max_script_bytes;
  for (size_t i = 0; i <= most; ++i) {
    bytes = std::make_shared<uint64_t>(0);
    load("data:", ScriptKind::json, text);
  }
  REQUIRE_NOTHROW(turns_until(most + 1));
  CHECK(std::ranges::count(loaded, std::optional(SoftLimit::loading_bytes), &LoadedScript::limit) ==
        1);
}

TEST_CASE_FIXTURE(Store, "what cannot be had is refused") {
  load(url_of("nothing.js"), ScriptKind::classic);
  load("https://example.com/a.js", ScriptKind::classic);
  REQUIRE_NOTHROW(turns_until(2));
  CHECK(loaded[0].message == "No such file or directory");
  CHECK(loaded[1].message == "it belongs to another origin, or reading it is not allowed");
  CHECK_FALSE(loaded[0].limit.has_value());
}

}  // namespace
}  // namespace skep
