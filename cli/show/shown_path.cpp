#include "cli/show/shown_path.h"

#include <filesystem>

#include "proto/control.h"

namespace skep::cli {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                        hex_digit(text[i + 2]) >= 0;
    if (!escape) {
      out += text[i];
      continue;
    }
    const int byte = hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]);
    // A name that would move the cursor or end the path stays as the URL wrote it.
    if (byte < 0x20 || byte == 0x7f) {
      out += text.substr(i, 3);
    } else {
      out += static_cast<char>(byte);
    }
    i += 2;
  }
  return out;
}

// How much of `text`, which starts with a URL, is that URL: up to what cannot be part of one, and
// without the ":line:column" that a stack puts behind it.
size_t url_length(std::string_view text) {
  size_t end = text.find_first_of(" \t\r\n\"'`<>)]},;");
  if (end == std::string_view::npos) end = text.size();
  for (int part = 0; part < 2; ++part) {
    size_t digits = end;
    while (digits > 0 && text[digits - 1] >= '0' && text[digits - 1] <= '9') --digits;
    if (digits == end || digits == 0 || text[digits - 1] != ':') break;
    end = digits - 1;
  }
  return end;
}

}  // namespace

std::optional<std::string> PathView::file(std::string_view url) const {
  if (!url.starts_with(control::script_origin)) return std::nullopt;
  url.remove_prefix(control::script_origin.size());
  const std::string path = percent_decode(url.substr(0, url.find_first_of("?#")));
  return root_.ends_with('/') ? root_ + path : root_ + "/" + path;
}

std::string PathView::shown(std::string_view url) const {
  const auto absolute = file(url);
  if (!absolute) return std::string(url);
  const std::string relative =
      std::filesystem::path(*absolute).lexically_relative(working_directory_).string();
  return relative.empty() || relative.size() >= absolute->size() ? *absolute : relative;
}

std::string PathView::show_all(std::string_view text) const {
  std::string out;
  while (true) {
    const size_t start = text.find(control::script_origin);
    out += text.substr(0, start);
    if (start == std::string_view::npos) return out;
    text.remove_prefix(start);
    const size_t length = std::max(url_length(text), control::script_origin.size());
    out += shown(text.substr(0, length));
    text.remove_prefix(length);
  }
}

}  // namespace skep::cli
