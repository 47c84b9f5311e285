// Writes the seeds of the corpora: one small file for each kind of input worth starting from.
//
//   make-seeds tests/fuzz/corpus
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <tuple>

#include "proto/blob_messages.h"
#include "proto/clone_json.h"
#include "proto/compile.h"
#include "proto/lock_messages.h"
#include "proto/port_messages.h"
#include "proto/record.h"
#include "proto/worker_messages.h"

namespace skep {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& directory, const std::string& name, const std::string& bytes) {
  fs::create_directories(directory);
  std::ofstream(directory / name, std::ios::binary) << bytes;
}

// One step of ring_fuzz.cpp.
std::string step(uint16_t place, uint16_t tail, RecordHeader header) {
  std::string bytes(4 + sizeof header, '\0');
  std::memcpy(bytes.data(), &place, 2);
  std::memcpy(bytes.data() + 2, &tail, 2);
  std::memcpy(bytes.data() + 4, &header, sizeof header);
  return bytes;
}

RecordHeader record(uint32_t length, uint8_t flags = flag_first | flag_last) {
  RecordHeader header;
  header.length = length;
  header.type = 1;
  header.flags = flags;
  return header;
}

void write_ring_seeds(const fs::path& directory) {
  write(directory, "one-record", step(0, 2, record(16)));
  write(directory, "empty-record", step(0, 1, record(0)));
  write(directory, "largest-record", step(0, 512, record(8176)));
  write(directory, "too-large", step(0, 513, record(8192)));
  write(directory, "past-the-tail", step(0, 1, record(100)));
  write(directory, "tail-anywhere", step(0, 65535, record(UINT32_MAX)));
  // Headers that take turns at one place, while the reader is there.
  write(directory, "taking-turns",
        step(0, 1, record(0)) + step(0, 0, record(8176)) + step(0, 0, record(16)) +
            step(0, 0, record(1000)) + step(0, 0, record(4000)) + step(0, 0, record(0)));
  std::string round;
  for (int i = 0; i < 7; ++i) round += step(0, 512, record(8176));
  write(directory, "around-the-end",
        round + step(0, 500, record(7984)) + step(0, 12, record(176, flag_padding)) +
            step(0, 512, record(8176)));
}

void write_message_seeds(const fs::path& directory) {
  write(directory, "spawn", encode(SpawnRequest{"https://skep.localhost/w.js", "n", 0, 1, "x"}));
  write(directory, "error",
        encode(ErrorReport{ErrorReport::Kind::exception, 0, 1, 2, "Uncaught", "https://a/", "at"}));
  write(directory, "console", encode(ConsoleLine{ConsoleLevel::info, "text"}));
  const std::string arguments[] = {"one", ""};
  const std::string encoded = encode_arguments(arguments);
  const CompiledScript script = {"https://a/", "code", "\x02\x02", "\xbf", "12345678"};
  write(directory, "start", encode(StartScript{"name", 1, script, 1024, 4096, 512, 1, 2, encoded}));
  write(directory, "host-call", encode(HostCall{1, "charge", "clone"}));
  write(directory, "host-value", encode(HostResult{1, HostResult::Status::value, "", "", "x"}));
  write(directory, "host-refusal",
        encode(HostResult{1, HostResult::Status::refused, "NotFoundError", "none", ""}));
  write(directory, "broadcast", encode(Broadcast{"news", "clone"}));
  write(directory, "channel", encode(ChannelName{"news"}));
  write(directory, "blob", encode(BlobEntry{"blob:https://a/1", "text/plain", "bytes"}));
  write(directory, "blob-url", encode(BlobUrl{"blob:https://a/1"}));
  write(directory, "blob-found", encode(FoundBlob{1, "text/plain", "bytes"}));
  write(directory, "port-pair", encode(PortPair{first_made_port, first_made_port + 1}));
  const PortHandle handles[] = {first_made_port, first_given_port};
  const std::string ports = encode_handles(handles);
  write(directory, "port-message", encode(PortMessage{0, 2, ports, "clone"}));
  write(directory, "limit-met", encode(LimitMet{1, 2}));
  write(directory, "lock-request", encode(LockRequest{1, LockMode::shared, 1, 0, "name"}));
  write(directory, "lock-release", encode(LockRelease{1}));
  write(directory, "lock-answer", encode(LockAnswer{1, LockAnswer::Kind::stolen}));
  write(directory, "lock-query", encode(LockQuery{1}));
  const std::string locks =
      encode(LockItem{LockMode::shared, 1, "held"}) + encode(LockItem{LockMode::exclusive, 2, ""});
  write(directory, "lock-snapshot", encode(LockSnapshot{1, 1, 1, 1, locks}));
  write(directory, "imported", encode(ImportedScript{}));
  const std::string items = encode(ImportItem{"https://a/", 1, "x"});
  write(directory, "import", encode(ImportRequest{1, items}));
  write(directory, "module-request", encode(ModuleRequest{1, 1, {"https://a/", 1, "{}"}}));
  write(directory, "module", encode(LoadedModule{1, 0, {}}));
  CompileResult lowered;
  lowered.status = CompileStatus::lowered;
  lowered.code = "var a;";
  write(directory, "compiled", encode_compile_result(lowered));
  write(directory, "mappings", "AAAA,IAAI;;AAEJ,gBAAA");
}

// Values in the tagged form, and the clones that they become.
void write_value_seeds(const fs::path& directory) {
  constexpr std::pair<const char*, const char*> values[] = {
      {"primitives",
       R"([null,true,1,0.5,"\u00e9\ud83d\ude00",{"$undefined":true},{"$number":"NaN"},)"
       R"({"$number":"-0"},{"$text":"ANg="}])"},
      {"boxes", R"([{"$boolean":true},{"$boxed-number":1},{"$boxed-string":"s"},{"$date":1}])"},
      {"objects", R"({"a":{"$object":[["$x",1]]},"b":{"$regexp":["a+","g"]}})"},
      {"arrays", R"([{"$array":{"length":4,"items":[[0,1],[2,3]],"extra":[["k",2]]}},[[]]])"},
      {"collections", R"([{"$map":[["k",{}]]},{"$set":[1,"b"]}])"},
      {"errors", R"([{"$error":{"name":"TypeError","message":"m","stack":"s","cause":1}},)"
                 R"({"$error":{"name":"Own"}}])"},
      {"buffers", R"([{"$view":{"kind":"Uint16Array","buffer":{"$id":2,"$value":)"
                  R"({"$buffer":"AQIDBA=="}},"offset":2,"length":2}},{"$ref":2}])"},
      {"cycle", R"({"$id":0,"$value":{"self":{"$ref":0},"list":[{"$ref":0}]}})"},
      {"platform", R"({"$platform":["Blob",{"bytes":{"$buffer":"AQ=="},"type":""}]})"},
  };
  for (const auto& [name, json] : values) {
    std::string problem;
    write(directory, std::string(name) + ".json", json);
    write(directory, name,
          control::clone_of_json(control::Json::parse(json), control::ValueForm::tagged, problem)
              .value());
  }
  // A buffer that was transferred, and named twice.
  write(directory, "transferred", std::string("\x01\x01\x0E\0\0\0A\x02^\0^\0|$B\x02\x07\x08", 18));
  // The same, and a string and a buffer, as bulk parts.
  write(directory, "bulk_transferred",
        std::string("\x02\x01\x0F\x02\x01\x0E\0\0\0A\x02^\0^\0|$M\0\x07\x08", 21));
  write(directory, "bulk",
        std::string("\x02\x02\x0B\x03\x02\0A\x03L\0M\x01^\x01|$abc\x07\x08", 21));
}

// One byte that says who the client is and how what it sends is cut; then lines.
void write_control_seeds(const fs::path& directory) {
  constexpr std::pair<const char*, const char*> requests[] = {
      {"hello", R"("method":"hello")"},
      {"describe", R"("method":"describe")"},
      {"stats", R"("method":"stats")"},
      {"subscribe", R"("method":"subscribe","params":{"types":["message","exit"],"worker":1})"},
      {"spawn", R"("method":"worker.spawn","params":{"root":"/","file":"/a.js","name":"n",)"
                R"("arguments":["x"],"limits":{"memory_bytes":8388608},"detached":true})"},
      {"post", R"("method":"worker.post","params":{"worker":1,"data":[1,"x"],"values":"plain"})"},
      {"post-tagged",
       R"("method":"worker.post","params":{"worker":1,"data":{"$map":[]},"values":"tagged"})"},
      {"wait", R"("method":"worker.wait","params":{"worker":1})"},
      {"inspect", R"("method":"worker.inspect","params":{"worker":2})"},
      {"terminate", R"("method":"worker.terminate","params":{"worker":2})"},
      {"logs", R"("method":"worker.logs","params":{"worker":1})"},
      {"register", R"("method":"host.register","params":{"names":["charge"]})"},
      {"join", R"("method":"channel.join","params":{"worker":1,"channel":"news"})"},
      {"service", R"("method":"service.restart","params":{"name":"n"})"},
      {"shutdown", R"("method":"shutdown","params":{"drain_ms":10})"},
  };
  std::string batch;
  for (const auto& [name, inside] : requests) {
    const std::string request = std::string(R"({"jsonrpc":"2.0","id":1,)") + inside + "}";
    write(directory, name, "\x04" + request + "\n");
    batch += (batch.empty() ? "[" : ",") + request;
  }
  write(directory, "batch", "\x02" + batch + "]\n");
  write(directory, "read-only", "\x01" + batch + "]\n");
  write(directory, "reply", "\x02{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{\"value\":1}}\n");
  write(directory, "no-json", "\x02{]\n\n\xff\n[]\n");
}

void write_config_seeds(const fs::path& directory) {
  write(directory, "limits",
        "[daemon]\ndrain_ms = 10\nlog_level = \"info\"\n[limits]\nmemory = \"64MiB\"\ncpu = 0\n");
  write(directory, "tenant", "[roots]\nallow = [\"/srv\"]\n[tenants.a]\nworkers = 3\n");
  write(
      directory, "service",
      "[services.a]\nfile = \"/srv/a.js\"\narguments = [\"x\"]\nrestart = \"always\"\n"
      "backoff = { initial = \"100ms\", factor = 2.0 }\n[services.a.limits]\nmemory = \"8MiB\"\n");
  write(directory, "mistakes", "[limits]\nmemry = 1\ncpu = \"x\"\n[nothing]\na = [1, {b = 2}]\n");
  write(directory, "no-header", "[}\n");
  write(directory, "beyond-ascii", "[lim\uFEF5]\n");
  write(directory, "looked-ahead-at", "u=0\"\u033e");
  write(directory, "behind-a-backslash", "\"\"\"\\é");
  write(directory, "line-continued", "a = \"\"\"b\\\n é\"\"\"\n");
  write(directory, "quoted",
        "a = \"\"\"\n\\\"é\"\"\"\"\"\nb = 'é' # é\nc = '''\né''''\n\"é\".d = 1\n");
  write(directory, "no-toml", "[daemon\nx = \n");
}

// Flags, the length of the pattern, the pattern, the text.
void write_regexp_seeds(const fs::path& directory) {
  constexpr std::tuple<const char*, int, const char*, const char*> patterns[] = {
      {"classes", 0, "[^a-c\\d]+|\\w*?$", "xyz0"},
      {"groups", 0, "(a|(b))\\1\\2(?:c){2,3}", "aacc"},
      {"named", 8, "(?<n>.)\\k<n>", "aa"},
      {"looks", 2, "(?<=a(b))^(?!c)(?=d)", "ab\nd"},
      {"properties", 9, "\\p{L}\\u{1f600}\\P{Script=Greek}", "aB"},
      {"case", 1, "K[\\u017f-\\u0180]\\b", "ks"},
      {"legacy", 4, "\\08\\ca[\\b]{a]", "x"},
      {"nested", 0, "((a*)*b?)+", "aaab"},
  };
  for (const auto& [name, flags, pattern, text] : patterns) {
    std::string bytes(1, static_cast<char>(flags));
    bytes += static_cast<char>(std::strlen(pattern));
    write(directory, name, bytes + pattern + text);
  }
}

void write_script_seeds(const fs::path& directory) {
  write(directory, "register",
        "System.register([\n    \"./b.js\",\n    \"@swc/helpers/_/_async_to_generator\"\n], "
        "function(_export, _context) {\n    \"use strict\";\n    var _async_to_generator, x, y;\n"
        "    _export(\"y\", void 0);\n    return {\n        setters: [\n"
        "            function(_b) {\n                x = _b.x;\n"
        "                _export(\"z\", _b.z);\n            },\n            function(_h) {\n"
        "                _async_to_generator = _h._;\n            }\n        ],\n"
        "        execute: function() {\n            _export(\"y\", y = x);\n        }\n    "
        "};\n});\n");
  write(directory, "helpers",
        "var _ref = require(\"@swc/helpers/_/_x\");\nvar a = _ref._(1) / "
        "/a[/]b/g.exec(\"\\u0041\");\n");
  write(directory, "words",
        "const a = 1; let b = await c; for (var x of arguments) import(`y${z}`);\n");
  write(directory, "pattern", "(?<n>a)\\k<n>u");
  write(directory, "string", "\"a\\n\\u0041\\x42\"");
}

}  // namespace
}  // namespace skep

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path corpus = argv[1];
  skep::write_ring_seeds(corpus / "ring");
  skep::write_message_seeds(corpus / "worker_messages");
  skep::write_value_seeds(corpus / "clone_json");
  skep::write_control_seeds(corpus / "control");
  skep::write_config_seeds(corpus / "config");
  skep::write_regexp_seeds(corpus / "regexp");
  skep::write_script_seeds(corpus / "script_text");
  return 0;
}
