// A directory for one test, gone with it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace skep::harness {

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  // Writes a file below the directory, with the directories on its way; gives its absolute path.
  std::string write(const std::string& name, std::string_view text) const;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// The absolute path of something in it.
inline std::string operator/(const TemporaryDirectory& directory, const std::string& name) {
  return directory.path() + "/" + name;
}

}  // namespace skep::harness
