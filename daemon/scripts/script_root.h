// A script root: a directory that its workers see as a web origin of its own.
//
//   DIR/lib/a.js  ⇔  https://skep.localhost/lib/a.js
//
// Nothing outside the directory can be named, whatever the URL says: paths are resolved by the
// kernel below the directory's descriptor (openat2, RESOLVE_BENEATH).
#pragma once

#include <string>
#include <string_view>

#include "base/fd.h"

namespace skep {

// A script that is being read.
class ScriptFile {
 public:
  ScriptFile(Fd file, size_t size) : file_(std::move(file)), size_(size) {}

  // What it had when it was opened; it may change while it is read.
  size_t size() const { return size_; }

  // Appends up to `count` bytes to `bytes`; 0 at the end. Errors as read(2) gives them.
  Result<size_t> read(std::string& bytes, size_t count) const;

 private:
  Fd file_;
  size_t size_;
};

class ScriptRoot {
 public:
  static constexpr std::string_view origin = "https://skep.localhost";

  // A root with nothing in it.
  ScriptRoot() = default;

  // `directory` must exist. Keeps it open, so that it stays the same one whatever is renamed.
  static Result<ScriptRoot> open(const std::string& directory);

  // The URL of the file at an absolute path. EXDEV if it is not below the directory, ENOENT if it
  // does not exist.
  Result<std::string> url_of(const std::string& file) const;

  // The file behind a URL. EACCES: another origin. Other errors: as open(2) gave them; EISDIR a
  // directory, EINVAL not a regular file or no path.
  Result<ScriptFile> open_script(std::string_view url) const;

 private:
  Fd directory_;
  std::string path_;  // absolute, symbolic links resolved
};

// The path of a URL of this origin, relative to the root: query and fragment dropped, percent
// sequences decoded. EACCES for another origin, EINVAL for what cannot be a path.
Result<std::string> path_in_root(std::string_view url);

// The reverse: each byte that a URL's path cannot hold, percent-encoded.
std::string url_in_root(std::string_view path);

}  // namespace skep
