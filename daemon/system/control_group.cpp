#include "daemon/system/control_group.h"

#include <charconv>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace skep {
namespace {

// The longest of these files that is read here, memory.stat apart, has a few hundred bytes.
constexpr size_t most_bytes = 4096;

Result<uint64_t> parse(std::string_view text) {
  uint64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return bad_message();
  return value;
}

}  // namespace

ControlGroup ControlGroup::below(std::string_view name) const {
  return ControlGroup(path_ + "/" + std::string(name));
}

Result<> ControlGroup::make() const {
  if (::mkdir(path_.c_str(), 0755) != 0) return last_error();
  return {};
}

Result<> ControlGroup::remove() const {
  if (::rmdir(path_.c_str()) != 0 && errno != ENOENT) return last_error();
  return {};
}

Result<> ControlGroup::set(const char* file, std::string_view text) const {
  // As a shell's redirection opens it. The kernel makes no file in such a directory: a missing one
  // is EACCES or EPERM.
  TRY(const Fd opened,
      adopt_fd(::open(path_of(file).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)));
  if (::write(opened.get(), text.data(), text.size()) < 0) return last_error();
  return {};
}

Result<std::string> ControlGroup::get(const char* file) const {
  TRY(const Fd opened, adopt_fd(::open(path_of(file).c_str(), O_RDONLY | O_CLOEXEC)));
  std::string text(most_bytes, '\0');
  size_t filled = 0;
  while (filled < most_bytes) {
    const ssize_t length = ::read(opened.get(), text.data() + filled, most_bytes - filled);
    if (length < 0) return last_error();
    if (length == 0) break;
    filled += static_cast<size_t>(length);
  }
  text.resize(filled);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

Result<uint64_t> ControlGroup::number(const char* file) const {
  TRY(const std::string text, get(file));
  return parse(text);
}

Result<uint64_t> ControlGroup::number(const char* file, std::string_view key) const {
  TRY(const std::string text, get(file));
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ') {
      return parse(line.substr(key.size() + 1));
    }
  }
  return errno_error(ENOENT);
}

Result<Fd> ControlGroup::entrance() const {
  return adopt_fd(::open(path_of("cgroup.procs").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

}  // namespace skep
