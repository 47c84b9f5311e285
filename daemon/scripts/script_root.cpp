#include "daemon/scripts/script_root.h"

#include <cstdlib>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fmt/format.h>

namespace skep {
namespace {

Result<std::string> real_path(const std::string& path) {
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return last_error();
  std::string out = resolved;
  std::free(resolved);
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool stands_for_itself(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("/-._~!$&'()*+,;=:@").find(static_cast<char>(c)) !=
             std::string_view::npos;
}

}  // namespace

Result<std::string> path_in_root(std::string_view url) {
  if (!url.starts_with(ScriptRoot::origin)) return errno_error(EACCES);
  url.remove_prefix(ScriptRoot::origin.size());
  if (url.empty() || url.front() != '/') return errno_error(EACCES);
  url = url.substr(0, url.find_first_of("?#"));
  while (url.starts_with('/')) url.remove_prefix(1);
  std::string path;
  for (size_t i = 0; i < url.size(); ++i) {
    char c = url[i];
    if (c == '%' && i + 2 < url.size() && hex_digit(url[i + 1]) >= 0 &&
        hex_digit(url[i + 2]) >= 0) {
      c = static_cast<char>(hex_digit(url[i + 1]) * 16 + hex_digit(url[i + 2]));
      i += 2;
    }
    if (c == '\0') return errno_error(EINVAL);
    path += c;
  }
  if (path.empty()) return errno_error(EINVAL);
  return path;
}

std::string url_in_root(std::string_view path) {
  std::string url(ScriptRoot::origin);
  url += '/';
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    url += stands_for_itself(byte) ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return url;
}

Result<ScriptRoot> ScriptRoot::open(const std::string& directory) {
  ScriptRoot root;
  TRY(root.path_, real_path(directory));
  TRY(root.directory_, adopt_fd(::open(root.path_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)));
  return root;
}

Result<std::string> ScriptRoot::url_of(const std::string& file) const {
  TRY(const std::string real, real_path(file));
  const std::string below = path_ == "/" ? path_ : path_ + "/";
  if (!real.starts_with(below)) return errno_error(EXDEV);
  return url_in_root(std::string_view(real).substr(below.size()));
}

Result<ScriptFile> ScriptRoot::open_script(std::string_view url) const {
  TRY(const std::string path, path_in_root(url));
  if (!directory_) return errno_error(ENOENT);  // the tree has no script root
  open_how how = {};
  // Non-blocking, or opening a FIFO would wait for its writer.
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  TRY(Fd file, adopt_fd(static_cast<int>(
                   ::syscall(SYS_openat2, directory_.get(), path.c_str(), &how, sizeof how))));
  struct stat about;
  if (::fstat(file.get(), &about) != 0) return last_error();
  if (S_ISDIR(about.st_mode)) return errno_error(EISDIR);
  if (!S_ISREG(about.st_mode)) return errno_error(EINVAL);
  return ScriptFile(std::move(file), static_cast<size_t>(about.st_size));
}

Result<size_t> ScriptFile::read(std::string& bytes, size_t count) const {
  const size_t before = bytes.size();
  bytes.resize(before + count);
  ssize_t got;
  do {
    got = ::read(file_.get(), bytes.data() + before, count);
  } while (got < 0 && errno == EINTR);
  const Error error = last_error();
  bytes.resize(before + static_cast<size_t>(got < 0 ? 0 : got));
  if (got < 0) return error;
  return static_cast<size_t>(got);
}

}  // namespace skep
