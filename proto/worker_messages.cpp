#include "proto/worker_messages.h"

#include "proto/soft_limit.h"
#include "proto/wire.h"

namespace skep {
namespace {

void put(WireWriter& out, const ErrorReport& report) {
  out.put(static_cast<uint8_t>(report.kind));
  out.put(report.observed);
  out.put(report.line);
  out.put(report.column);
  out.put(cut_text(report.message, max_error_text_bytes));
  out.put(cut_text(report.filename, max_url_bytes));
  out.put(cut_text(report.stack, max_error_text_bytes));
}

bool get(WireReader& in, ErrorReport& report) {
  uint8_t kind;
  if (!in.get(kind) || kind > static_cast<uint8_t>(ErrorReport::Kind::rejection)) return false;
  report.kind = static_cast<ErrorReport::Kind>(kind);
  return in.get(report.observed) && in.get(report.line) && in.get(report.column) &&
         in.get(report.message, max_error_text_bytes) && in.get(report.filename, max_url_bytes) &&
         in.get(report.stack, max_error_text_bytes);
}

void put(WireWriter& out, const CompiledScript& script) {
  out.put(script.url);
  out.put(script.code);
  out.put(script.line_table);
  out.put(script.compiled);
  out.put(script.functions);
}

bool get(WireReader& in, CompiledScript& script) {
  return in.get(script.url, max_url_bytes) && in.get(script.code, max_compiled_bytes) &&
         in.get(script.line_table, max_compiled_bytes) &&
         in.get(script.compiled, max_compiled_bytes) &&
         in.get(script.functions, max_compiled_bytes);
}

void put(WireWriter& out, const ImportItem& item) {
  out.put(item.url);
  out.put(item.has_source);
  out.put(item.source);
}

bool get(WireReader& in, ImportItem& item) {
  return in.get(item.url, max_url_bytes) && in.get(item.has_source) && item.has_source <= 1 &&
         in.get(item.source, max_script_bytes);
}

void put(WireWriter& out, const ImportedScript& imported) {
  out.put(static_cast<uint8_t>(imported.status));
  put(out, imported.script);
  put(out, imported.error);
  out.put(imported.detail);
}

bool get(WireReader& in, ImportedScript& imported) {
  uint8_t status;
  if (!in.get(status) || status > static_cast<uint8_t>(ImportedScript::Status::syntax_error)) {
    return false;
  }
  imported.status = static_cast<ImportedScript::Status>(status);
  return get(in, imported.script) && get(in, imported.error) &&
         in.get(imported.detail, max_error_text_bytes);
}

}  // namespace

std::string encode(const LimitMet& met) {
  WireWriter out;
  out.put(met.limit);
  out.put(met.times);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, LimitMet& met) {
  WireReader in(bytes);
  return in.get(met.limit) && told_by_worker(met.limit) && in.get(met.times) && in.at_end();
}

std::string_view cut_text(std::string_view text, size_t most) {
  if (text.size() <= most) return text;
  // Step back over continuation bytes (10xxxxxx), so that the cut falls before a whole character.
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

std::string encode(const SpawnRequest& request) {
  WireWriter out;
  out.put(request.url);
  out.put(request.name);
  out.put(request.module);
  out.put(request.has_source);
  out.put(request.source);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, SpawnRequest& request) {
  WireReader in(bytes);
  return in.get(request.url, max_url_bytes) && in.get(request.name, max_name_bytes) &&
         in.get(request.module) && request.module <= 1 && in.get(request.has_source) &&
         request.has_source <= 1 && in.get(request.source, max_script_bytes) && in.at_end();
}

std::string encode(const ErrorReport& report) {
  WireWriter out;
  put(out, report);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, ErrorReport& report) {
  WireReader in(bytes);
  return get(in, report) && in.at_end();
}

std::string encode(const ConsoleLine& line) {
  WireWriter out;
  out.put(static_cast<uint8_t>(line.level));
  out.put(cut_text(line.text, max_console_bytes));
  return out.take();
}

bool decode(std::span<const std::byte> bytes, ConsoleLine& line) {
  WireReader in(bytes);
  uint8_t level;
  if (!in.get(level) || level > static_cast<uint8_t>(ConsoleLevel::error)) return false;
  line.level = static_cast<ConsoleLevel>(level);
  return in.get(line.text, max_console_bytes) && in.at_end();
}

std::string encode(const ImportRequest& request) {
  WireWriter out;
  out.put(request.count);
  out.put(request.items);
  return out.take();
}

std::string encode(const ImportItem& item) {
  WireWriter out;
  put(out, item);
  return out.take();
}

bool next_item(std::string_view& items, ImportItem& item) {
  WireReader in(as_bytes(items));
  if (!get(in, item)) return false;
  items.remove_prefix(items.size() - in.left());
  return true;
}

bool decode(std::span<const std::byte> bytes, ImportRequest& request) {
  WireReader in(bytes);
  if (!in.get(request.count) || request.count > max_scripts_per_import) return false;
  if (!in.get(request.items, max_message_bytes) || !in.at_end()) return false;
  std::string_view items = request.items;
  ImportItem item;
  for (uint32_t i = 0; i < request.count; ++i) {
    if (!next_item(items, item)) return false;
  }
  return items.empty();
}

std::string encode(const StartScript& start) {
  WireWriter out;
  out.put(start.name);
  out.put(start.time_origin_us);
  out.put(start.module);
  put(out, start.script);
  out.put(start.channels);
  out.put(start.ports);
  out.put(start.timers);
  out.put(start.is_root);
  out.put(start.argument_count);
  out.put(start.arguments);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, StartScript& start) {
  WireReader in(bytes);
  if (!in.get(start.name, max_name_bytes) || !in.get(start.time_origin_us) ||
      !in.get(start.module) || start.module > 1 || !get(in, start.script) ||
      !in.get(start.channels) || !in.get(start.ports) || !in.get(start.timers) ||
      !in.get(start.is_root) || start.is_root > 1 || !in.get(start.argument_count) ||
      start.argument_count > max_arguments || !in.get(start.arguments, max_arguments_bytes) ||
      !in.at_end()) {
    return false;
  }
  std::string_view arguments = start.arguments;
  std::string_view argument;
  for (uint32_t i = 0; i < start.argument_count; ++i) {
    if (!next_argument(arguments, argument)) return false;
  }
  return arguments.empty();
}

std::string encode_arguments(std::span<const std::string> arguments) {
  WireWriter out;
  for (const std::string& argument : arguments) out.put(std::string_view(argument));
  return out.take();
}

bool next_argument(std::string_view& arguments, std::string_view& argument) {
  WireReader in(as_bytes(arguments));
  if (!in.get(argument, max_arguments_bytes)) return false;
  arguments.remove_prefix(arguments.size() - in.left());
  return true;
}

std::string encode(const ImportedScript& imported) {
  WireWriter out;
  put(out, imported);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, ImportedScript& imported) {
  WireReader in(bytes);
  return get(in, imported) && in.at_end();
}

std::string encode(const ModuleRequest& request) {
  WireWriter out;
  out.put(request.number);
  out.put(request.json);
  put(out, request.item);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, ModuleRequest& request) {
  WireReader in(bytes);
  return in.get(request.number) && in.get(request.json) && request.json <= 1 &&
         get(in, request.item) && in.at_end();
}

std::string encode(const LoadedModule& loaded) {
  WireWriter out;
  out.put(loaded.number);
  out.put(loaded.json);
  put(out, loaded.imported);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, LoadedModule& loaded) {
  WireReader in(bytes);
  return in.get(loaded.number) && in.get(loaded.json) && loaded.json <= 1 &&
         get(in, loaded.imported) && in.at_end();
}

std::string encode(const HostCall& call) {
  WireWriter out;
  out.put(call.call);
  out.put(call.function);
  out.put_rest(call.arguments);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, HostCall& call) {
  WireReader in(bytes);
  return in.get(call.call) && in.get(call.function, max_function_bytes) &&
         in.get_rest(call.arguments, max_whole_clone_bytes);
}

std::string encode(const HostResult& result) {
  WireWriter out;
  out.put(result.call);
  out.put(static_cast<uint8_t>(result.status));
  if (result.status == HostResult::Status::refused) {
    out.put(cut_text(result.name, max_error_text_bytes));
    out.put(cut_text(result.message, max_error_text_bytes));
  } else {
    out.put_rest(result.clone);
  }
  return out.take();
}

bool decode(std::span<const std::byte> bytes, HostResult& result) {
  WireReader in(bytes);
  uint8_t status;
  if (!in.get(result.call) || !in.get(status) ||
      status > static_cast<uint8_t>(HostResult::Status::refused)) {
    return false;
  }
  result.status = static_cast<HostResult::Status>(status);
  if (result.status != HostResult::Status::refused) {
    return in.get_rest(result.clone, max_whole_clone_bytes);
  }
  return in.get(result.name, max_error_text_bytes) &&
         in.get(result.message, max_error_text_bytes) && in.at_end();
}

std::string encode(const Broadcast& broadcast) {
  WireWriter out;
  out.put(broadcast.channel);
  out.put_rest(broadcast.clone);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, Broadcast& broadcast) {
  WireReader in(bytes);
  return in.get(broadcast.channel, max_channel_bytes) &&
         in.get_rest(broadcast.clone, max_whole_clone_bytes);
}

std::string encode(const ChannelName& name) {
  WireWriter out;
  out.put(name.channel);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, ChannelName& name) {
  WireReader in(bytes);
  return in.get(name.channel, max_channel_bytes) && in.at_end();
}

}  // namespace skep
