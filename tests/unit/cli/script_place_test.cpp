#include "cli/script_place.h"

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

namespace skep::cli {
namespace {

namespace fs = std::filesystem;

// A directory of its own, gone with the test.
struct Directory {
  fs::path path;
  Directory() {
    std::string name = (fs::temp_directory_path() / "skep-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = fs::canonical(name);
    fs::create_directories(path / "root/lib");
    std::ofstream(path / "root/main.js") << "1";
    std::ofstream(path / "outside.js") << "1";
  }
  ~Directory() { fs::remove_all(path); }
  std::string at(const char* name) const { return (path / name).string(); }
};

std::string complaint(const std::string& file, const std::string& root = "") {
  try {
    find_script(file, root);
  } catch (const LoadError& error) {
    return error.what();
  }
  return "none";
}

TEST_CASE("without --root the script root is the directory of the script") {
  const Directory directory;
  const ScriptPlace place = find_script(directory.at("root/lib/../main.js"), "");
  CHECK(place.root == directory.at("root"));
  CHECK(place.file == directory.at("root/main.js"));
  CHECK(place.shown == directory.at("root/lib/../main.js"));
}

TEST_CASE("a script may lie anywhere below --root") {
  const Directory directory;
  CHECK(find_script(directory.at("root/main.js"), directory.at("")).root == directory.path);
  CHECK(find_script(directory.at("root/main.js"), "/").root == "/");
}

TEST_CASE("what cannot be run is named before anything is started") {
  const Directory directory;
  const std::string root = directory.at("root");
  CHECK(complaint(directory.at("no.js")) == directory.at("no.js") + ": there is no such file.");
  CHECK(complaint(root) == root + " is a directory; name the script to run in it.");
  CHECK(complaint("/dev/null") == "/dev/null is not a regular file; a script must be one.");
  CHECK(complaint("") == ": there is no such file.");
  CHECK(complaint(directory.at("outside.js"), root) ==
        directory.at("outside.js") + " is outside the script root " + root + ".");
  CHECK(complaint(directory.at("root/main.js"), directory.at("none")) ==
        directory.at("none") + ": there is no such directory.");
  CHECK(complaint(directory.at("root/main.js"), directory.at("outside.js")) ==
        "--root " + directory.at("outside.js") + " is not a directory.");
}

TEST_CASE("a symbolic link out of the root does not bring its target in") {
  const Directory directory;
  fs::create_symlink(directory.at("outside.js"), directory.at("root/link.js"));
  CHECK(complaint(directory.at("root/link.js"), directory.at("root")) != "none");
}

TEST_CASE("a script that is too large is refused by its size") {
  const Directory directory;
  fs::resize_file(directory.at("outside.js"), 50'000'000);
  CHECK(complaint(directory.at("outside.js")).find("has 50000000 bytes") != std::string::npos);
}

TEST_CASE("a FIFO is refused without waiting for its writer") {
  const Directory directory;
  REQUIRE(::mkfifo(directory.at("fifo.js").c_str(), 0600) == 0);
  CHECK(complaint(directory.at("fifo.js")).find("not a regular file") != std::string::npos);
}

}  // namespace
}  // namespace skep::cli
