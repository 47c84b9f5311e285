// A tree with a guest that meets a limit, and a sibling that must not notice.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/harness/harness.h"

namespace skep {

using harness::Json;
using harness::TemporaryDirectory;
using harness::Worker;

// Starts a guest beside a sibling, which has to answer once the guest is done or gone.
inline constexpr const char* main_script = R"(
  const sibling = new Worker('sibling.js', {name: 'sibling'});
  sibling.onmessage = ({data}) => console.log(data);
  const guest = new Worker('guest.js', {name: 'guest'});
  const ask = () => sibling.postMessage('?');
  guest.onmessage = ({data}) => { 
    if (data === 'next') guest.postMessage('again');
    else if (data === 'done') ask();
    else console.log(data);
  };
  guest.onerror = (event) => {
    event.preventDefault();
    console.log('told: ' + event.message);
    ask();
  };
  guest.postMessage('go');
)";

struct LimitedTree {
  TemporaryDirectory scripts;
  harness::Supervisor skep;
  Worker root = 0;
  Worker guest = 0;

  LimitedTree(const std::string& guest_script, const Json& limits,
              const std::string& main = main_script) {
    scripts.write("sibling.js", "onmessage = () => postMessage('the sibling lives')");
    scripts.write("guest.js", guest_script);
    harness::SpawnOptions options;
    options.limits = limits;
    options.keep_alive = true;
    root = skep.spawn(scripts.write("main.js", main), options);
  }

  uint64_t metric(const std::string& limit) {
    const std::string text = skep.call("metrics").at("result").at("text");
    const std::string name = fmt::format("skep_limit_hits_total{{limit=\"{}\"}} ", limit);
    const size_t at = text.find(name);
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + name.size()));
  }
  Json wait_for_guest() {
    const Json spawned = skep.expect({{"type", "spawned"}, {"name", "guest"}});
    guest = spawned["worker"];
    return spawned;
  }
  // The guest has ended for this.
  Json ends(const std::string& limit, const std::string& reason) {
    wait_for_guest();
    skep.expect({{"type", "limit"}, {"worker", guest}, {"limit", limit}, {"ends", true}});
    const Json exit = skep.expect({{"type", "exit"}, {"worker", guest}, {"reason", reason}});
    skep.expect({{"type", "console"}, {"text", "~told: the worker ended: " + reason}});
    skep.expect_console("the sibling lives");
    finish(limit);
    return exit;
  }
  // It met the limit `times` times or more, and lives.
  void lives(const std::string& limit, uint64_t times) {
    skep.expect_console("the sibling lives");
    CHECK(skep.inspect(guest)["limits_met"].value(limit, uint64_t{0}) >= times);
    CHECK(metric(limit) >= times);
    finish(limit);
  }
  void finish(const std::string& limit) {
    CHECK(metric(limit) >= 1);
    skep.expect_never({{"type", "exit"}, {"name", "sibling"}});
    skep.expect_never({{"reason", "crashed"}});
    skep.expect_never({{"reason", "protocol-violation"}});
    skep.terminate(root);
    skep.expect_exit(root, "terminated");
    skep.expect_nothing_left();
  }
  void expect_limit(const std::string& limit) {
    skep.expect({{"type", "limit"}, {"worker", guest}, {"limit", limit}, {"ends", false}});
  }
};

}  // namespace skep
