// Machines that give less: no user namespaces, no room for the cache. Everything still runs, sealed
// by what is left, and says what is missing.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::TemporaryDirectory;

bool write_file(const char* path, const std::string& text) {
  const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  return written;
}

// An ordinary user on a machine that allows no user namespaces. Made by a namespace of our own, in
// which no further one may be made.
int forbid_user_namespaces() {
  const std::string uid = "1000 " + std::to_string(::getuid()) + " 1";
  const std::string gid = "1000 " + std::to_string(::getgid()) + " 1";
  if (::unshare(CLONE_NEWUSER) != 0) return 1;
  const bool done = write_file("/proc/self/setgroups", "deny") &&
                    write_file("/proc/self/uid_map", uid) &&
                    write_file("/proc/self/gid_map", gid) &&
                    write_file("/proc/sys/user/max_user_namespaces", "0");
  return done ? 0 : 1;
}

// Whether this machine lets the test make such a place at all.
bool succeeds_in_child(const std::function<int()>& prepare) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(prepare());
  int status = 1;
  ::waitpid(pid, &status, 0);
  return status == 0;
}

constexpr const char* modern_script = R"(
  const worker = new Worker('echo.js');
  worker.onmessage = ({data}) => console.log(`back: ${data}`);
  worker.postMessage('there');
)";
constexpr const char* modern_echo = "onmessage = ({data}) => postMessage(data)";

TEST_CASE("without user namespaces a run works, and warns of what seals its workers" *
          doctest::skip(!succeeds_in_child(forbid_user_namespaces))) {
  const TemporaryDirectory scripts;
  const TemporaryDirectory cache;
  scripts.write("echo.js", modern_echo);
  harness::StartOptions options =
      harness::skep_options({"run", scripts.write("main.js", modern_script)});
  options.environment.push_back("XDG_CACHE_HOME=" + cache.path());
  options.preparations.push_back(forbid_user_namespaces);
  const harness::Outcome run = harness::Command(options).finish();
  CHECK(run.status == 0);
  CHECK(run.out == "back: there\n");
  CHECK(run.err.find("user namespaces") != std::string::npos);
  harness::expect_no_processes_left();
}

TEST_CASE("without user namespaces the mandatory layers are still there, and the rest is told" *
          doctest::skip(!succeeds_in_child(forbid_user_namespaces))) {
  const TemporaryDirectory scripts;
  harness::Supervisor skep(
      {.arguments = {}, .environment = {}, .preparations = {forbid_user_namespaces}});
  const auto root = skep.spawn(scripts.write("main.js", "console.log('sealed')"));
  skep.expect_console("sealed");
  skep.expect_exit(root, "finished");
  const harness::Json sandbox = skep.call("hello").at("result").at("sandbox");
  const auto has = [&](const char* list, const char* layer) {
    const auto& names = sandbox.at(list);
    return std::find(names.begin(), names.end(), layer) != names.end();
  };
  CHECK(has("missing", "user-namespace"));
  CHECK(has("layers", "seccomp"));
  CHECK(has("layers", "rlimits"));
  CHECK(has("layers", "no-new-privs"));
  skep.expect_nothing_left();
}

int small_disk_at(const std::string& directory) {
  if (::unshare(CLONE_NEWNS) != 0) return 1;
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return 1;
  if (::mount("none", directory.c_str(), "tmpfs", 0, "size=4k") != 0) return 1;
  // The one page there is, taken.
  const int fd = ::open((directory + "/full").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  return fd >= 0 && ::write(fd, page.data(), page.size()) == 4096 ? 0 : 1;
}

TEST_CASE("on a full disk a run goes without its cache") {
  const TemporaryDirectory scripts;
  const TemporaryDirectory cache;
  scripts.write("echo.js", modern_echo);
  const auto prepare = [&] { return small_disk_at(cache.path()); };
  if (!succeeds_in_child(prepare)) {
    MESSAGE("this machine lets the test mount nothing");
    return;
  }
  harness::StartOptions options =
      harness::skep_options({"run", scripts.write("main.js", modern_script)});
  options.environment.push_back("XDG_CACHE_HOME=" + cache.path());
  options.preparations.push_back(prepare);
  const harness::Outcome run = harness::Command(options).finish();
  CHECK(run.status == 0);
  CHECK(run.out == "back: there\n");
}

TEST_CASE("with a cache directory that cannot be made a run goes without") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", modern_echo);
  harness::StartOptions options =
      harness::skep_options({"run", scripts.write("main.js", modern_script)});
  options.environment.push_back("XDG_CACHE_HOME=/proc/no/such/place");
  const harness::Outcome run = harness::Command(options).finish();
  CHECK(run.status == 0);
  CHECK(run.out == "back: there\n");
}

TEST_CASE("spoilt files in the cache are as good as none") {
  const TemporaryDirectory scripts;
  const TemporaryDirectory cache;
  scripts.write("echo.js", modern_echo);
  harness::StartOptions options =
      harness::skep_options({"run", scripts.write("main.js", modern_script)});
  options.environment.push_back("XDG_CACHE_HOME=" + cache.path());
  REQUIRE(harness::Command(options).finish().status == 0);
  size_t spoilt = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(cache.path())) {
    if (!entry.is_regular_file()) continue;
    const auto size = entry.file_size();
    std::filesystem::resize_file(entry.path(), size / 2);
    ++spoilt;
  }
  CHECK(spoilt > 0);
  const harness::Outcome run = harness::Command(options).finish();
  CHECK(run.status == 0);
  CHECK(run.out == "back: there\n");
}

}  // namespace
}  // namespace skep
