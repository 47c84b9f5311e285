// Signals from outside: the one that is hit ends, its owner hears of it, everything else lives.
#include <csignal>

#include <doctest/doctest.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Json;
using harness::TemporaryDirectory;

constexpr const char* owner = R"(
  const bystander = new Worker('echo.js', {name: 'bystander'});
  bystander.onmessage = event => console.log(event.data);
  const victim = new Worker('echo.js', {name: 'victim'});
  victim.onmessage = event => console.log(event.data);
  victim.onerror = event => {
    event.preventDefault();
    console.log('lost the victim');
    victim.postMessage('nobody hears this');
    bystander.postMessage('the bystander lives');
  };
  victim.postMessage('the victim is up');
)";

void check_signal(int signal) {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", "onmessage = event => postMessage(event.data)");
  harness::Supervisor skep;
  const auto root = skep.spawn(scripts.write("main.js", owner), {.keep_alive = true});
  skep.expect_console("the victim is up");
  Json victim;
  for (const Json& worker : skep.list()) {
    if (worker["name"] == "victim") victim = worker;
  }
  const auto pid = victim.at("pid").get<pid_t>();
  REQUIRE(pid > 1);
  REQUIRE(::kill(pid, signal) == 0);
  skep.expect_all({{{"type", "exit"},
                    {"name", "victim"},
                    {"reason", "crashed"},
                    {"signal", signal},
                    {"pid", pid}},
                   {{"type", "console"}, {"text", "lost the victim"}},
                   {{"type", "console"}, {"text", "the bystander lives"}}});
  skep.expect_never({{"text", "nobody hears this"}});
  skep.terminate(root);
  skep.expect_exit(root, "terminated");
  skep.expect_no_segments();
  skep.expect_nothing_left();
}

TEST_CASE("a worker killed by SIGKILL") {
  check_signal(SIGKILL);
}
TEST_CASE("a worker killed by SIGSEGV") {
  check_signal(SIGSEGV);
}
TEST_CASE("a worker killed by SIGABRT") {
  check_signal(SIGABRT);
}

TEST_CASE("a root killed from outside takes its tree along") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", "onmessage = event => postMessage(event.data)");
  harness::Supervisor skep;
  const auto root = skep.spawn(scripts.write("main.js", owner), {.keep_alive = true});
  skep.expect_console("the victim is up");
  ::kill(skep.inspect(root).at("pid").get<pid_t>(), SIGKILL);
  skep.expect_all({{{"type", "exit"}, {"name", "victim"}, {"reason", "parent-gone"}},
                   {{"type", "exit"}, {"name", "bystander"}, {"reason", "parent-gone"}}});
  CHECK(skep.expect_exit(root, "crashed")["signal"] == SIGKILL);
  CHECK(skep.list().empty());
  skep.expect_no_segments();
  skep.expect_nothing_left();
}

TEST_CASE("a stopped and continued worker goes on as if nothing had happened") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", "onmessage = event => postMessage(event.data)");
  harness::Supervisor skep;
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const worker = new Worker('echo.js');
    worker.onmessage = event => console.log(event.data);
    setInterval(() => worker.postMessage('tick'), 5);
  )"));
  skep.expect_console("tick");
  const auto pid = skep.inspect(root).at("pid").get<pid_t>();
  for (int i = 0; i < 5; ++i) {
    ::kill(pid, SIGSTOP);
    skep.list();
    ::kill(pid, SIGCONT);
    skep.expect_console("tick");
  }
  skep.terminate(root);
  skep.expect_exit(root, "terminated");
  skep.expect_nothing_left();
}

TEST_CASE(
    "when the zygote is killed its workers end as crashed, and a new zygote serves the next") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", "onmessage = event => postMessage(event.data)");
  harness::Supervisor skep;
  const std::string script = scripts.write("main.js", owner);
  const auto first = skep.spawn(script, {.keep_alive = true});
  skep.expect_console("the victim is up");
  REQUIRE(skep.zygote() > 0);
  ::kill(skep.zygote(), SIGKILL);
  skep.expect_all({{{"type", "exit"}, {"worker", first}}, {{"type", "zygote"}, {"ready", true}}});
  skep.expect_never({{"reason", "finished"}});
  const auto second = skep.spawn(script, {.keep_alive = true});
  skep.expect_console("the victim is up");
  skep.terminate(second);
  skep.expect_exit(second, "terminated");
  skep.expect_nothing_left();
}

// The child of the supervisor above this process.
pid_t zygote_of(pid_t worker, pid_t supervisor) {
  pid_t above = worker;
  const auto all = harness::descendants(supervisor);
  for (auto process = all.rbegin(); process != all.rend(); ++process) {
    if (process->pid == above && process->parent != supervisor) above = process->parent;
  }
  return above;
}

// Kills every zygote but this one, before it is warm, until no more are started.
void kill_zygotes(harness::Supervisor& skep, pid_t kept = 0) {
  const uint64_t living = kept == 0 ? 0 : 1;
  for (;;) {
    if (const pid_t zygote = skep.zygote(); zygote > 0 && zygote != kept) ::kill(zygote, SIGKILL);
    const Json stats = skep.call("stats").at("result");
    const auto started = stats.at("zygotes_started").get<uint64_t>();
    if (started == stats.at("zygotes_lost").get<uint64_t>() + living) return;
  }
}

std::string end_of_next(harness::Supervisor& skep, const std::string& script) {
  return skep.expect({{"type", "exit"}, {"worker", skep.spawn(script)}}).at("reason");
}

TEST_CASE(
    "however often zygotes are killed before they are warm, workers start when that is over") {
  const TemporaryDirectory scripts;
  harness::Supervisor skep;
  const std::string script = scripts.write("main.js", "console.log('up')");
  CHECK(end_of_next(skep, script) == "finished");
  kill_zygotes(skep);
  CHECK(end_of_next(skep, script) == "start-failed");
  for (std::string reason = "start-failed"; reason == "start-failed";) {
    reason = end_of_next(skep, script);
    CHECK((reason == "start-failed" || reason == "finished"));
  }
  skep.expect_nothing_left();
}

TEST_CASE("when no zygote can be had, one that was replaced for a reason serves nobody") {
  const TemporaryDirectory scripts;
  harness::Supervisor skep;
  const std::string quick = scripts.write("quick.js", "console.log('up')");
  const std::string listens = scripts.write("main.js", "onmessage = () => {}");
  const auto pid_of = [&](harness::Worker worker) {
    return skep.expect({{"type", "started"}, {"worker", worker}}).at("pid").get<pid_t>();
  };
  const harness::Worker stays = skep.spawn(listens, {.keep_alive = true});
  const pid_t old = zygote_of(pid_of(stays), skep.pid());
  const harness::Worker crashes = skep.spawn(listens, {.keep_alive = true});
  ::kill(pid_of(crashes), SIGSEGV);
  skep.expect_exit(crashes, "crashed");
  kill_zygotes(skep, old);
  CHECK(end_of_next(skep, quick) == "start-failed");
  skep.terminate(stays);
  skep.expect_exit(stays, "terminated");
  skep.expect_nothing_left();
}

TEST_CASE("when a zygote is killed, the one that was started ahead serves") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", "onmessage = event => postMessage(event.data)");
  harness::Supervisor skep({.arguments = {"--exec-per-worker"}});
  const std::string script = scripts.write("main.js", "console.log('up'); onmessage = () => {}");
  const auto first = skep.spawn(script, {.keep_alive = true});
  // What it prints may come before its process is told of.
  const auto worker = skep.expect({{"type", "started"}, {"worker", first}}).at("pid").get<pid_t>();
  const auto started = [&] {
    return skep.call("stats")["result"]["zygotes_started"].get<uint64_t>();
  };
  const uint64_t before = started();
  CHECK(before == 2);
  const pid_t zygote = zygote_of(worker, skep.pid());
  REQUIRE(zygote > 1);
  REQUIRE(zygote != worker);
  ::kill(zygote, SIGKILL);
  skep.expect_exit(first, "crashed");
  CHECK(started() == before);
  const auto second = skep.spawn(script, {.keep_alive = true});
  skep.expect_console("up");
  skep.terminate(second);
  skep.expect_exit(second, "terminated");
  skep.expect_nothing_left();
}

}  // namespace
}  // namespace skep
