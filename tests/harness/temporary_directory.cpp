#include "tests/harness/temporary_directory.h"

#include <cstdlib>
#include <fstream>

#include "tests/harness/failure.h"

namespace skep::harness {

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (fs::temp_directory_path() / "skep-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw Failure("cannot make a temporary directory");
  // Symbolic links resolved: scripts are named by their real path in events and messages.
  path_ = fs::canonical(name);
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryDirectory::write(const std::string& name, std::string_view text) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!out.flush()) throw Failure("cannot write " + file.string());
  return file.string();
}

}  // namespace skep::harness
