#include "cli/show/event_line.h"

#include <chrono>

#include <fmt/format.h>

#include "cli/json_member.h"
#include "cli/show/shown_amount.h"
#include "cli/show/state_paint.h"
#include "cli/show/text_table.h"

namespace skep::cli {
namespace {

using control::Json;

std::string with_detail(std::string text, const std::string& detail) {
  if (!detail.empty()) text += ": " + detail;
  return text;
}

std::string sandbox_state(const Json& event) {
  std::string text = flag_of(event, "ready") ? "the sandbox is ready" : "the sandbox was lost";
  std::string missing;
  for (const Json& layer : list_of(event, "missing")) {
    if (layer.is_string()) missing += " " + layer.get<std::string>();
  }
  if (!missing.empty()) text += "; missing:" + missing;
  return text;
}

// What there is to say besides type and worker.
std::string substance(const std::string& type, const Json& event) {
  const auto number = [&event](const char* member) { return number_of(event, member); };
  if (type == "spawned") {
    std::string text = shown_script(text_of(event, "url"));
    if (number("parent") != 0) text += fmt::format(" by {}", number("parent"));
    return text;
  }
  if (type == "started") {
    return fmt::format("{} in process {}", shown_script(text_of(event, "url")), number("pid"));
  }
  if (type == "state") return text_of(event, "state");
  if (type == "console") return text_of(event, "level") + ": " + text_of(event, "text");
  if (type == "console-lost") return fmt::format("{} lines", number("lines"));
  if (type == "message" || type == "broadcast") {
    const auto data = event.find("data");
    const std::string channel = text_of(event, "channel");
    return (channel.empty() ? "" : channel + ": ") +
           (data == event.end() ? std::string()
                                : data->dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  if (type == "message-refused") return fmt::format("{} bytes", number("bytes"));
  if (type == "error") {
    const std::string place = shown_script(text_of(event, "filename"));
    std::string text = text_of(event, "message");
    if (!place.empty())
      text += fmt::format(" at {}:{}:{}", place, number("line"), number("column"));
    return text;
  }
  if (type == "exit") return with_detail(text_of(event, "reason"), text_of(event, "detail"));
  if (type == "limit") return with_detail(text_of(event, "limit"), text_of(event, "detail"));
  if (type == "zygote") return sandbox_state(event);
  if (type == "service") {
    return with_detail(fmt::format("{} {}, {} restarts", text_of(event, "service"),
                                   text_of(event, "state"), number("restarts")),
                       text_of(event, "reason"));
  }
  if (type == "lost") return fmt::format("{} events: we read too slowly", number("count"));
  return {};
}

Paint paint_of_event(const std::string& type, const Json& event) {
  if (type == "exit") return paint_of_reason(text_of(event, "reason"));
  if (type == "error" || type == "limit" || type == "lost") return Paint::red;
  if (type == "console-lost" || type == "message-refused") return Paint::yellow;
  if (type == "console") return Paint::plain;
  return Paint::dim;
}

}  // namespace

std::string event_line(const Json& event, const Colors& colors) {
  const std::string type = text_of(event, "type");
  uint64_t time = number_of(event, "time_ms");
  if (time == 0) {
    time = static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                     std::chrono::system_clock::now().time_since_epoch())
                                     .count());
  }
  std::string who;
  if (const uint64_t worker = number_of(event, "worker"); worker != 0) {
    who = fmt::format("{}", worker);
    if (const std::string name = text_of(event, "name"); !name.empty()) who += " " + name;
  }
  std::string line = colors.paint(Paint::dim, show_clock(time)) + "  " +
                     colors.paint(Paint::bold, fmt::format("{:<12}", type));
  if (!who.empty()) line += "  " + printable(who);
  std::string text = substance(type, event);
  // One event, one line.
  if (const size_t end = text.find('\n'); end != std::string::npos)
    text = text.substr(0, end) + " …";
  if (!text.empty()) {
    line += "  " + colors.paint(paint_of_event(type, event), printable(text));
  }
  return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace skep::cli
