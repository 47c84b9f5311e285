#include "cli/script_place.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "proto/limits.h"

namespace skep::cli {
namespace {

std::string resolve(const std::string& path, const char* what) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         std::free);
  if (real == nullptr) {
    const int error = errno;
    if (error == ENOENT) throw LoadError(fmt::format("{}: there is no such {}.", path, what));
    throw LoadError(fmt::format("{}: {}.", path, std::strerror(error)));
  }
  return real.get();
}

void check_script(const std::string& shown, const std::string& path) {
  struct stat about;
  if (::stat(path.c_str(), &about) != 0) {
    throw LoadError(fmt::format("{}: {}.", shown, std::strerror(errno)));
  }
  if (S_ISDIR(about.st_mode)) {
    throw LoadError(fmt::format("{} is a directory; name the script to run in it.", shown));
  }
  if (!S_ISREG(about.st_mode)) {
    throw LoadError(fmt::format("{} is not a regular file; a script must be one.", shown));
  }
  // The supervisor runs as the same user, so what we may read it may read.
  if (::access(path.c_str(), R_OK) != 0) {
    throw LoadError(fmt::format("{} cannot be read: {}.", shown, std::strerror(errno)));
  }
  if (static_cast<uint64_t>(about.st_size) > max_script_bytes) {
    throw LoadError(fmt::format("{} has {} bytes; a script may have at most {}.", shown,
                                about.st_size, max_script_bytes));
  }
}

}  // namespace

ScriptPlace find_script(const std::string& file, const std::string& root) {
  ScriptPlace place;
  place.shown = file;
  place.file = resolve(file, "file");
  check_script(file, place.file);
  if (root.empty()) {
    place.root = place.file.substr(0, std::max<size_t>(1, place.file.rfind('/')));
    return place;
  }
  place.root = resolve(root, "directory");
  struct stat about;
  if (::stat(place.root.c_str(), &about) != 0 || !S_ISDIR(about.st_mode)) {
    throw LoadError(fmt::format("--root {} is not a directory.", root));
  }
  const std::string below = place.root == "/" ? place.root : place.root + "/";
  if (!place.file.starts_with(below)) {
    throw LoadError(fmt::format("{} is outside the script root {}.", file, root));
  }
  return place;
}

}  // namespace skep::cli
