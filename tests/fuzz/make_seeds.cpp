// Writes the seeds of the corpora: one small file for each kind of input worth starting from.
//
//   make-seeds tests/fuzz/corpus
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "proto/blob_messages.h"
#include "proto/clone_json.h"
#include "proto/compile.h"
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
  write(directory, "start",
        encode(
            StartScript{"name", 1, {"https://a/", "code", "\x02\x02"}, 1024, 4096, 1, 2, encoded}));
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
}

}  // namespace
}  // namespace skep

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path corpus = argv[1];
  skep::write_ring_seeds(corpus / "ring");
  skep::write_message_seeds(corpus / "worker_messages");
  skep::write_value_seeds(corpus / "clone_json");
  return 0;
}
