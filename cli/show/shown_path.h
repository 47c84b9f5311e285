// Script URLs as the user's own paths.
//
// Workers know their scripts as https://skep.localhost/… below the script root, and nothing of
// where that is. A person wants the file, as the shell they sit in would name it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace skep::cli {

class PathView {
 public:
  // Both absolute.
  PathView(std::string root, std::string working_directory)
      : root_(std::move(root)), working_directory_(std::move(working_directory)) {}

  // The file behind a script URL; nothing for any other URL (data:, blob:).
  std::optional<std::string> file(std::string_view url) const;

  // The same as a person reads it: relative to the working directory where that is shorter. Any
  // other URL as it is.
  std::string shown(std::string_view url) const;

  // `text` (a message, a stack) with every script URL in it shown that way; ":12:3" stays.
  std::string show_all(std::string_view text) const;

 private:
  std::string root_;
  std::string working_directory_;
};

}  // namespace skep::cli
