// Where the script to run lies, checked before anything is started.
#pragma once

#include <stdexcept>
#include <string>

namespace skep::cli {

// The script cannot be run from where it is. what() is a sentence that names the path.
class LoadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ScriptPlace {
  std::string root;   // the script root; absolute, symbolic links resolved
  std::string file;   // the script, inside root; absolute, symbolic links resolved
  std::string shown;  // as the user wrote it
};

// `root` empty: the directory of the file. Throws LoadError.
ScriptPlace find_script(const std::string& file, const std::string& root);

}  // namespace skep::cli
