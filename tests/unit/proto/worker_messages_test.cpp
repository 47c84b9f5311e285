#include "proto/worker_messages.h"

#include <random>

#include <doctest/doctest.h>

#include "proto/wire.h"

namespace skep {
namespace {

// One of each message, with every field set to something that no default is.
SpawnRequest some_spawn() {
  return {"https://skep.localhost/worker.js", "the name", 1, 1, "postMessage(1)"};
}

ErrorReport some_error() {
  return {ErrorReport::Kind::parse,
          1,
          12,
          34,
          "Uncaught Error: boom",
          "https://skep.localhost/a.js",
          "Error: boom\n    at a.js:12"};
}

ConsoleLine some_line() {
  return {ConsoleLevel::warn, "careful"};
}

CompiledScript some_script() {
  return {"https://skep.localhost/a.js", "var a;", "\x02\x02", "\xbf compiled", "12345678"};
}

std::string two_arguments() {
  const std::string arguments[] = {"--verbose", ""};
  return encode_arguments(arguments);
}

StartScript some_start() {
  static const std::string arguments = two_arguments();
  return {"the name", 1'700'000'000'000'000, some_script(), 1024, 4096, 512, 1, 2, arguments};
}

HostCall some_call() {
  return {7, "charge", "clone"};
}

HostResult some_refusal() {
  return {7, HostResult::Status::refused, "NotFoundError", "There is no such function.", ""};
}

ImportedScript some_imported() {
  return {ImportedScript::Status::syntax_error, some_script(), some_error(), "a sentence"};
}

std::string encoded_import() {
  const std::string items = encode(ImportItem{"https://skep.localhost/one.js", 0, ""}) +
                            encode(ImportItem{"data:text/javascript,1", 1, "1"});
  return encode(ImportRequest{2, items});
}

template <class Message>
bool accepts(std::string_view bytes) {
  Message message;
  return decode(as_bytes(bytes), message);
}

// What every decoder owes: its own message whole, and nothing that is shorter or longer.
template <class Message>
void check_exactly_one_message(const std::string& bytes) {
  CHECK(accepts<Message>(bytes));
  for (size_t length = 0; length < bytes.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(accepts<Message>(std::string_view(bytes).substr(0, length)));
  }
  CHECK_FALSE(accepts<Message>(bytes + '\0'));
  CHECK_FALSE(accepts<Message>(bytes + bytes));
}

TEST_CASE("a spawn request makes its way") {
  const std::string bytes = encode(some_spawn());
  SpawnRequest back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.url == some_spawn().url);
  CHECK(back.name == some_spawn().name);
  CHECK(back.module == 1);
  CHECK(back.has_source == 1);
  CHECK(back.source == some_spawn().source);
}

TEST_CASE("an error report makes its way") {
  const std::string bytes = encode(some_error());
  ErrorReport back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.kind == ErrorReport::Kind::parse);
  CHECK(back.observed == 1);
  CHECK(back.line == 12);
  CHECK(back.column == 34);
  CHECK(back.message == some_error().message);
  CHECK(back.filename == some_error().filename);
  CHECK(back.stack == some_error().stack);
}

TEST_CASE("a console line makes its way") {
  const std::string bytes = encode(some_line());
  ConsoleLine back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.level == ConsoleLevel::warn);
  CHECK(back.text == "careful");
}

TEST_CASE("a start makes its way") {
  const std::string bytes = encode(some_start());
  StartScript back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.name == "the name");
  CHECK(back.time_origin_us == 1'700'000'000'000'000);
  CHECK(back.script.url == some_script().url);
  CHECK(back.script.code == some_script().code);
  CHECK(back.script.line_table == some_script().line_table);
  CHECK(back.script.compiled == some_script().compiled);
  CHECK(back.script.functions == some_script().functions);
}

TEST_CASE("arguments make their way, one by one") {
  const std::string bytes = encode(some_start());
  StartScript back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.channels == 1024);
  CHECK(back.ports == 4096);
  CHECK(back.timers == 512);
  CHECK(back.is_root == 1);
  CHECK(back.argument_count == 2);
  std::string_view arguments = back.arguments;
  std::string_view argument;
  REQUIRE(next_argument(arguments, argument));
  CHECK(argument == "--verbose");
  REQUIRE(next_argument(arguments, argument));
  CHECK(argument == "");
  CHECK_FALSE(next_argument(arguments, argument));
  StartScript start = some_start();
  for (const uint32_t wrong : {0u, 1u, 3u, max_arguments + 1}) {
    start.argument_count = wrong;
    CHECK_FALSE(accepts<StartScript>(encode(start)));
  }
}

TEST_CASE("a host call and its result make their way") {
  const std::string call_bytes = encode(some_call());
  HostCall call;
  REQUIRE(decode(as_bytes(call_bytes), call));
  CHECK(call.call == 7);
  CHECK(call.function == "charge");
  CHECK(call.arguments == "clone");

  const std::string value_bytes = encode(HostResult{8, HostResult::Status::thrown, "", "", "it"});
  HostResult result;
  REQUIRE(decode(as_bytes(value_bytes), result));
  CHECK(result.call == 8);
  CHECK(result.status == HostResult::Status::thrown);
  CHECK(result.clone == "it");

  const std::string refused_bytes = encode(some_refusal());
  REQUIRE(decode(as_bytes(refused_bytes), result));
  CHECK(result.status == HostResult::Status::refused);
  CHECK(result.name == "NotFoundError");
  CHECK(result.message == "There is no such function.");
}

TEST_CASE("a broadcast makes its way, and the name of a channel alone") {
  const std::string bytes = encode(Broadcast{"news", "clone"});
  Broadcast back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.channel == "news");
  CHECK(back.clone == "clone");
  const std::string name_bytes = encode(ChannelName{"news"});
  ChannelName name;
  REQUIRE(decode(as_bytes(name_bytes), name));
  CHECK(name.channel == "news");
}

TEST_CASE("an imported script makes its way") {
  const std::string bytes = encode(some_imported());
  ImportedScript back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.status == ImportedScript::Status::syntax_error);
  CHECK(back.script.code == some_script().code);
  CHECK(back.error.message == some_error().message);
  CHECK(back.detail == "a sentence");
}

TEST_CASE("an import request makes its way, item by item") {
  const std::string bytes = encoded_import();
  ImportRequest back;
  REQUIRE(decode(as_bytes(bytes), back));
  CHECK(back.count == 2);
  std::string_view items = back.items;
  ImportItem item;
  REQUIRE(next_item(items, item));
  CHECK(item.url == "https://skep.localhost/one.js");
  CHECK(item.has_source == 0);
  REQUIRE(next_item(items, item));
  CHECK(item.url == "data:text/javascript,1");
  CHECK(item.has_source == 1);
  CHECK(item.source == "1");
  CHECK(items.empty());
  CHECK_FALSE(next_item(items, item));
}

ModuleRequest some_module_request() {
  return {7, 1, {"data:application/json,1", 1, "1"}};
}

TEST_CASE("a request for a module and its answer come back as they were") {
  const std::string request_bytes = encode(some_module_request());
  ModuleRequest request;
  REQUIRE(decode(as_bytes(request_bytes), request));
  CHECK(request.number == 7);
  CHECK(request.json == 1);
  CHECK(request.item.url == "data:application/json,1");
  CHECK(request.item.source == "1");
  const std::string bytes = encode(LoadedModule{7, 1, some_imported()});
  LoadedModule loaded;
  REQUIRE(decode(as_bytes(bytes), loaded));
  CHECK(loaded.number == 7);
  CHECK(loaded.json == 1);
  CHECK(loaded.imported.script.code == some_imported().script.code);
}

TEST_CASE("no message is accepted cut short at any byte, or with one byte more") {
  check_exactly_one_message<SpawnRequest>(encode(some_spawn()));
  check_exactly_one_message<ErrorReport>(encode(some_error()));
  check_exactly_one_message<ConsoleLine>(encode(some_line()));
  check_exactly_one_message<StartScript>(encode(some_start()));
  check_exactly_one_message<ImportedScript>(encode(some_imported()));
  check_exactly_one_message<ImportRequest>(encoded_import());
  check_exactly_one_message<ModuleRequest>(encode(some_module_request()));
  check_exactly_one_message<LoadedModule>(encode(LoadedModule{7, 0, some_imported()}));
  check_exactly_one_message<ChannelName>(encode(ChannelName{"news"}));
  check_exactly_one_message<HostResult>(encode(some_refusal()));
}

TEST_CASE("an import request must hold as many items as it says") {
  const std::string item = encode(ImportItem{"https://skep.localhost/one.js", 0, ""});
  CHECK(accepts<ImportRequest>(encode(ImportRequest{1, item})));
  CHECK(accepts<ImportRequest>(encode(ImportRequest{0, ""})));
  CHECK_FALSE(accepts<ImportRequest>(encode(ImportRequest{0, item})));
  CHECK_FALSE(accepts<ImportRequest>(encode(ImportRequest{2, item})));
  CHECK_FALSE(accepts<ImportRequest>(encode(ImportRequest{UINT32_MAX, item})));
}

TEST_CASE("enumerators and flags past their last are refused") {
  SpawnRequest spawn = some_spawn();
  spawn.module = 2;
  CHECK_FALSE(accepts<SpawnRequest>(encode(spawn)));
  spawn.module = 0;
  spawn.has_source = 2;
  CHECK_FALSE(accepts<SpawnRequest>(encode(spawn)));
  ModuleRequest request = some_module_request();
  request.json = 2;
  CHECK_FALSE(accepts<ModuleRequest>(encode(request)));
  CHECK_FALSE(accepts<LoadedModule>(encode(LoadedModule{7, 2, some_imported()})));
  StartScript start = some_start();
  start.module = 2;
  CHECK_FALSE(accepts<StartScript>(encode(start)));
  CHECK_FALSE(accepts<ConsoleLine>(encode(ConsoleLine{static_cast<ConsoleLevel>(5), "x"})));
  ErrorReport error = some_error();
  error.kind = static_cast<ErrorReport::Kind>(5);
  CHECK_FALSE(accepts<ErrorReport>(encode(error)));
  ImportedScript imported = some_imported();
  HostResult result = some_refusal();
  result.status = static_cast<HostResult::Status>(3);
  CHECK_FALSE(accepts<HostResult>(encode(result)));
  imported.status = static_cast<ImportedScript::Status>(3);
  CHECK_FALSE(accepts<ImportedScript>(encode(imported)));
}

TEST_CASE("a text past its limit is refused by the decoder, and cut where that does no harm") {
  const std::string long_name(max_name_bytes + 1, 'n');
  SpawnRequest spawn = some_spawn();
  spawn.name = long_name;
  CHECK_FALSE(accepts<SpawnRequest>(encode(spawn)));

  CHECK_FALSE(accepts<HostCall>(encode(HostCall{1, std::string(257, 'f'), ""})));
  CHECK_FALSE(accepts<ChannelName>(encode(ChannelName{std::string(max_channel_bytes + 1, 'c')})));
  const std::string clone(max_whole_clone_bytes + 1, 'x');
  CHECK_FALSE(accepts<Broadcast>(encode(Broadcast{"c", clone})));
  CHECK_FALSE(accepts<HostCall>(encode(HostCall{1, "f", clone})));

  const std::string long_line(max_console_bytes + 1, 'c');
  const std::string bytes = encode(ConsoleLine{ConsoleLevel::log, long_line});
  ConsoleLine line;
  REQUIRE(decode(as_bytes(bytes), line));
  CHECK(line.text.size() == max_console_bytes);
}

template <class Message>
void decode_to_the_end(std::span<const std::byte> bytes) {
  Message message;
  static_cast<void>(decode(bytes, message));
}

// Under ASan this also shows that no view ever leaves the bytes it was given.
void decode_as_everything(std::span<const std::byte> bytes) {
  decode_to_the_end<SpawnRequest>(bytes);
  decode_to_the_end<ErrorReport>(bytes);
  decode_to_the_end<ConsoleLine>(bytes);
  decode_to_the_end<StartScript>(bytes);
  decode_to_the_end<ImportedScript>(bytes);
  decode_to_the_end<HostCall>(bytes);
  decode_to_the_end<HostResult>(bytes);
  decode_to_the_end<Broadcast>(bytes);
  decode_to_the_end<ChannelName>(bytes);
  ImportRequest import;
  if (!decode(bytes, import)) return;
  std::string_view items = import.items;
  ImportItem item;
  for (uint32_t i = 0; i < import.count; ++i) REQUIRE(next_item(items, item));
}

TEST_CASE("random bytes are decoded or refused, whatever they are") {
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::byte> bytes(random() % 64);
    // Small numbers are likelier to pass for lengths.
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random() % (round % 2 ? 256 : 4));
    decode_as_everything(bytes);
  }
}

TEST_CASE("a message with any one byte changed is decoded or refused") {
  const std::string originals[] = {encode(some_spawn()),    encode(some_error()),
                                   encode(some_line()),     encode(some_start()),
                                   encode(some_imported()), encoded_import()};
  for (const std::string& original : originals) {
    for (size_t i = 0; i < original.size(); ++i) {
      for (const char change : {'\x01', '\x7f', '\x80', '\xff'}) {
        std::string changed = original;
        changed[i] = static_cast<char>(changed[i] ^ change);
        // A copy of exactly its size, so that ASan sees one byte too many.
        const std::vector<char> exact(changed.begin(), changed.end());
        decode_as_everything(std::as_bytes(std::span(exact)));
      }
    }
  }
}

}  // namespace
}  // namespace skep
