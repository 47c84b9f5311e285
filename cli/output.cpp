#include "cli/output.h"

#include <algorithm>
#include <cerrno>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

namespace skep::cli {

Output::Output() {
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat about;
    regular_[descriptor] = ::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode);
  }
}

void Output::add(int descriptor, std::string_view text) {
  if (text.empty()) return;
  if (pieces_.empty() || pieces_.back().descriptor != descriptor) {
    pieces_.push_back({descriptor, 0, {}});
  }
  pieces_.back().text += text;
  bytes_ += text.size();
}

bool Output::write_some() {
  if (pieces_.empty()) return true;
  Piece& piece = pieces_.front();
  const size_t left = piece.text.size() - piece.written;
  const size_t fits = regular_[piece.descriptor] ? left : std::min<size_t>(left, PIPE_BUF);
  const ssize_t count = ::write(piece.descriptor, piece.text.data() + piece.written, fits);
  if (count < 0) {
    // Somebody else may have made the descriptor non-blocking, or a signal came: poll again.
    if (errno == EAGAIN || errno == EINTR) return true;
    if (piece.descriptor == STDOUT_FILENO) return false;
  }
  const size_t taken = count < 0 ? left : static_cast<size_t>(count);
  piece.written += taken;
  bytes_ -= taken;
  if (piece.written == piece.text.size()) pieces_.pop_front();
  return true;
}

void Output::forget_stdout() {
  bytes_ = 0;
  std::erase_if(pieces_, [](const Piece& piece) { return piece.descriptor == STDOUT_FILENO; });
  for (const Piece& piece : pieces_) bytes_ += piece.text.size() - piece.written;
}

}  // namespace skep::cli
