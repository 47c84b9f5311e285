#include "cli/typed/state_directory.h"

#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>

namespace skep::cli {

std::string state_directory() {
  std::string place;
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  // The specification: a relative path is to be ignored.
  if (state != nullptr && state[0] == '/') {
    place = state;
  } else if (home != nullptr && home[0] == '/') {
    place = std::string(home) + "/.local/state";
  } else {
    return {};
  }
  std::error_code error;
  std::filesystem::create_directories(place, error);
  place += "/skep";
  if (::mkdir(place.c_str(), 0700) != 0 && errno != EEXIST) return {};
  return place;
}

}  // namespace skep::cli
