#include <doctest/doctest.h>
#include <fmt/format.h>

#include "daemon/config/reader.h"
#include "daemon/config/table.h"
#include "proto/control_limits.h"

namespace skep {
namespace {

Config read(std::string_view text) {
  ConfigReading reading = read_config(text, "f");
  CHECK(reading.errors.report() == "");
  return reading.config.value_or(Config());
}

std::string report(std::string_view text) {
  const ConfigReading reading = read_config(text, "f");
  CHECK(reading.config.has_value() == reading.errors.empty());
  return reading.errors.report();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("an empty file is all defaults") {
  const Config config = read("");
  CHECK(config.daemon == DaemonConfig());
  CHECK_FALSE(config.allowed_roots);
  CHECK(config.limits.memory_bytes == WorkerLimits().memory_bytes);
  CHECK(config.services.empty());
}

TEST_CASE("every key arrives where it belongs") {
  const Config config = read(R"(
[daemon]
socket = "/run/x.sock"
admin_group = "a"
read_group = "r"
cache_dir = "/c"
metrics_listen = "127.0.0.1:9464"
log_level = "debug"
drain_ms = 0
workers_per_zygote = 1
workers = 7
[roots]
allow = ["/srv/a", "/srv/b"]
[limits]
memory = "32MiB"
cpu = "10s"
children = 0
[tenants.acme]
memory = "1GiB"
cpu = "1h"
workers = 5
queue = "64MiB"
[groups.g]
strategy = "rest-for-one"
[services.web]
file = "/srv/a/lib/web.js"
root = "/srv/a/"
arguments = ["x", ""]
tenant = "acme"
group = "g"
limits = { memory = "8M", wall = "1m" }
restart = "always"
backoff = { initial = "1s", most = "2s", factor = 1.5, reset_after = "3s" }
intensity = { restarts = 3, within = "4s" }
health = { task = "5s" }
stop = "6s"
)");
  const DaemonConfig daemon{"/run/x.sock", "a", "r", "/c", "127.0.0.1:9464", "debug", 0, 7, 1};
  CHECK(config.daemon == daemon);
  CHECK(config.allowed_roots == std::vector<std::string>{"/srv/a", "/srv/b"});
  CHECK(config.limits.memory_bytes == 32u << 20);
  CHECK(config.limits.cpu_ms == 10'000);
  CHECK(config.limits.children == 0);
  CHECK(config.limits.depth == WorkerLimits().depth);
  CHECK(config.tenants.at("acme") == TenantQuota{1u << 30, 3'600'000, 5, 64u << 20});
  CHECK(config.groups.at("g") == GroupStrategy::rest_for_one);
  ServiceConfig web;
  web.name = "web";
  web.file = "/srv/a/lib/web.js";
  web.root = "/srv/a";
  web.arguments = {"x", ""};
  web.tenant = "acme";
  web.group = "g";
  web.limits = {{"memory", 8u << 20}, {"wall", 60'000}};
  web.restart = RestartPolicy::always;
  web.backoff = {1000, 2000, 1.5, 3000};
  web.intensity = {3, 4000};
  web.health = {0, 5000};
  web.stop_ms = 6000;
  REQUIRE(config.services.size() == 1);
  CHECK(config.services[0] == web);
  CHECK(with_overrides(config.limits, web.limits).memory_bytes == 8u << 20);
  CHECK(with_overrides(config.limits, web.limits).cpu_ms == 10'000);
}

TEST_CASE("services keep the order of the file, not of the alphabet") {
  const Config config = read(
      "[services.b]\nfile = \"/b.js\"\n[services.c]\nfile = \"/d/c.js\"\n"
      "[services.a]\nfile = \"/d/a.js\"\n");
  REQUIRE(config.services.size() == 3);
  CHECK(config.services[0].name == "b");
  CHECK(config.services[0].root == "/");
  CHECK(config.services[1].name == "c");
  CHECK(config.services[1].root == "/d");
  CHECK(config.services[2].name == "a");
}

TEST_CASE("a mistake shows its place, its line and a caret") {
  CHECK(report("[limits]\nmemry = \"64MiB\"\n") ==
        "f:2:1: there is no key \"memry\" in [limits]. Did you mean \"memory\"?\n"
        "  2 | memry = \"64MiB\"\n"
        "    | ^\n");
  CHECK(report("[limits]\n\tcpu = \"2\"") ==
        "f:2:8: limits.cpu must be a time with its unit, for example 500ms, 2s, 5m or 1h, in "
        "quotes.\n"
        "  2 | \tcpu = \"2\"\n"
        "    | \t      ^\n");
}

TEST_CASE("what is not TOML is refused with its place") {
  const std::string text = report("[daemon]\nsocket = \n");
  CHECK(has(text, "f:2:"));
  CHECK(has(text, "this is not TOML"));
  CHECK(has(report("[daemon]\nworkers = 1\nworkers = 2\n"), "f:3:"));
}

TEST_CASE("a table header without a name is a mistake of the file, not the end of the daemon") {
  for (const std::string_view text : {"[}", "[#]", "[.]", "[[=]]", "[a]\n[ \n", "[\xff", "[\t}"}) {
    CAPTURE(text);
    CHECK(has(report(text), "not TOML"));
  }
}

TEST_CASE("characters beyond ASCII go in quotes and comments, and nowhere else") {
  read("\xef\xbb\xbf# é\n[daemon] # '\nsocket = \"/é\\\"é\" # é\ncache_dir = '/\\'\n");
  read("[daemon]\nsocket = \"\"\"/\n\"é\\\"\"\"\"\"\" # é\ncache_dir = \'\'\'/é\'\'\'\'\n");
  for (const std::string_view text : {"é = 1", "[é]", "a = é", "[lim\uFEF5]", "a = 'b' é",
                                      "a = \"\"\"é\"\"\"\"\"é", "\n\u00a0a = 1"}) {
    CAPTURE(text);
    CHECK(has(report(text), "go beyond ASCII"));
  }
  CHECK(has(report("a = 'é' # é\n'é' = é"), "f:2:7: this is not TOML"));
}

TEST_CASE("every mistake of a file is reported, in its order, the first twenty") {
  const std::string text = report(
      "[services.a]\nfile = 5\n[daemon]\nworkers = -1\nsocket = \"x\"\n[nothing]\n"
      "[groups.g]\nstrategy = \"one\"\n");
  size_t at = 0;
  for (const auto* place : {"f:2:8:", "f:4:11:", "f:5:10:", "f:6:2:", "f:8:12:"}) {
    CAPTURE(place);
    const size_t found = text.find(place);
    CHECK(found != std::string::npos);
    CHECK(found >= at);
    at = found;
  }
  std::string many = "[limits]\n";
  for (int i = 0; i < 25; ++i) many += fmt::format("x{} = 1\n", i);
  CHECK(has(report(many), "f:21:1:"));
  CHECK_FALSE(has(report(many), "f:22:1:"));
  CHECK(has(report(many), "5 more mistakes"));
}

TEST_CASE("values of a wrong type, unit or range are refused") {
  for (const auto* line : {"daemon.socket = 5",
                           "daemon.socket = \"\"",
                           "daemon.socket = \"relative\"",
                           "daemon.socket = \"/a\\u0000b\"",
                           "daemon.log_level = \"loud\"",
                           "daemon.drain_ms = \"1s\"",
                           "daemon.drain_ms = 1.5",
                           "daemon.drain_ms = -1",
                           "daemon.workers = 1000001",
                           "daemon.metrics_listen = \"0.0.0.0:80\"",
                           "daemon.metrics_listen = \"127.0.0.1:0\"",
                           "daemon.metrics_listen = \"127.0.0.1:65536\"",
                           "daemon.metrics_listen = \"unix:rel\"",
                           "daemon = 5",
                           "roots.allow = \"/srv\"",
                           "roots.allow = [1]",
                           "roots.allow = [\"srv\"]",
                           "limits.memory = \"10s\"",
                           "limits.memory = 1048576",
                           "limits.memory = \"1K\"",
                           "limits.memory = 0",
                           "limits.cpu = \"10MiB\"",
                           "limits.children = \"5\"",
                           "limits.children = 70000",
                           "limits.depth = 0",
                           "tenants.a.memory = \"1K\"",
                           "tenants.a.workers = 0",
                           "tenants.\"a b\".workers = 1",
                           "tenants.\"-a\".workers = 1",
                           "tenants.a = 1",
                           "groups.g.strategy = \"all\"",
                           "groups.g = {}",
                           "services.s.root = \"/srv\""}) {
    CAPTURE(line);
    CHECK(has(report(line), "f:1:"));
  }
  const std::string service = "[services.s]\nfile = \"/srv/s.js\"\n";
  for (const auto* line : {"root = \"/sr\"",
                           "root = \"/srv/s\"",
                           "arguments = \"a\"",
                           "arguments = [1]",
                           "tenant = \"none\"",
                           "group = \"none\"",
                           "limits = 1",
                           "limits = { memory = true }",
                           "restart = \"sometimes\"",
                           "restart = true",
                           "backoff = { initial = \"0s\" }",
                           "backoff = { initial = \"2s\", most = \"1s\" }",
                           "backoff = { factor = 0.5 }",
                           "backoff = { factor = nan }",
                           "backoff = { factor = \"2\" }",
                           "intensity = { restarts = -1 }",
                           "intensity = { within = 60 }",
                           "health = { task = \"1ms\" }",
                           "health = { pulse = \"1s\" }",
                           "health = { task = \"1s\", heartbeat = \"1s\" }",
                           "stop = 5",
                           "stop = \"-5s\""}) {
    CAPTURE(line);
    CHECK(has(report(service + line + "\n"), "f:"));
  }
}

TEST_CASE("a name that nothing declares gets a suggestion") {
  CHECK(has(report("[tenants.acme]\n[services.s]\nfile = \"/s.js\"\ntenant = \"acne\"\n"),
            "there is no [tenants.acne] in this file. Did you mean \"acme\"?"));
}

TEST_CASE("zero needs neither unit nor quotes") {
  CHECK(read("limits.cpu = 0").limits.cpu_ms == 0);
  CHECK(read("limits.cpu = \"0\"").limits.cpu_ms == 0);
}

TEST_CASE("a file that cannot be read, or is too large, is refused") {
  CHECK(has(read_config_file("/nonexistent/skepd.toml").errors.report(), "No such file"));
  CHECK(has(read_config_file("/").errors.report(), "/: it cannot be read"));
  CHECK(has(report(std::string(max_config_bytes + 1, '\n')), "larger than"));
}

}  // namespace
}  // namespace skep
