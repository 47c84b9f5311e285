#include "daemon/scripts/script_root.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

namespace skep {
namespace {

namespace fs = std::filesystem;

// A directory with a few files, removed at the end.
struct Site {
  Site() {
    char pattern[] = "/tmp/skep-root-XXXXXX";
    REQUIRE(::mkdtemp(pattern) != nullptr);
    top = pattern;
    fs::create_directories(top / "site/lib");
    std::ofstream(top / "site/main.js") << "main";
    std::ofstream(top / "site/lib/a b%.js") << "strange name";
    std::ofstream(top / "secret.js") << "secret";
    fs::create_symlink("../secret.js", top / "site/out.js");
    fs::create_symlink("main.js", top / "site/in.js");
    REQUIRE(::mkfifo((top / "site/fifo.js").c_str(), 0600) == 0);
    root = ScriptRoot::open((top / "site").string()).value();
  }
  ~Site() { fs::remove_all(top); }
  Result<std::string> read(const std::string& url) const {
    TRY(const ScriptFile file, root.open_script(url));
    std::string bytes;
    for (;;) {
      TRY(const size_t count, file.read(bytes, 3));
      if (count == 0) return bytes;
    }
  }
  fs::path top;
  ScriptRoot root;
};

TEST_CASE_FIXTURE(Site, "a file below the root has a URL, and the URL gives its bytes") {
  const std::string url = root.url_of((top / "site/main.js").string()).value();
  CHECK(url == "https://skep.localhost/main.js");
  CHECK(read(url).value() == "main");
  CHECK(read(url + "?version=2#top").value() == "main");
}

TEST_CASE_FIXTURE(Site, "names that a URL cannot hold are encoded and found again") {
  const std::string url = root.url_of((top / "site/lib/a b%.js").string()).value();
  CHECK(url == "https://skep.localhost/lib/a%20b%25.js");
  CHECK(read(url).value() == "strange name");
}

TEST_CASE_FIXTURE(Site, "a file outside the root has no URL") {
  CHECK(root.url_of((top / "secret.js").string()).error() == errno_error(EXDEV));
  CHECK(root.url_of((top / "site/out.js").string()).error() == errno_error(EXDEV));
  CHECK(root.url_of((top / "site/nothing.js").string()).error() == errno_error(ENOENT));
}

TEST_CASE_FIXTURE(Site, "no URL leads out of the root") {
  for (const char* path : {"/../secret.js", "/lib/../../secret.js", "/%2e%2e/secret.js",
                           "/..%2fsecret.js", "/out.js", "//etc/passwd", "/lib/%2fetc/passwd"}) {
    CAPTURE(path);
    CHECK_FALSE(read("https://skep.localhost" + std::string(path)).has_value());
  }
  CHECK(read("https://skep.localhost/in.js").value() == "main");
}

TEST_CASE_FIXTURE(Site, "another origin is refused, however much it looks like ours") {
  for (const char* url : {"http://skep.localhost/main.js", "https://skep.localhost.evil/main.js",
                          "https://skep.localhost:8080/main.js", "file:///etc/passwd",
                          "https://skep.localhost", ""}) {
    CAPTURE(url);
    CHECK(read(url).error() == errno_error(EACCES));
  }
}

TEST_CASE_FIXTURE(Site, "what is not a regular file is refused, and a FIFO does not block") {
  CHECK(read("https://skep.localhost/lib").error() == errno_error(EISDIR));
  CHECK(read("https://skep.localhost/fifo.js").error() == errno_error(EINVAL));
  CHECK(read("https://skep.localhost/").error() == errno_error(EINVAL));
  CHECK(read("https://skep.localhost/a%00.js").error() == errno_error(EINVAL));
}

}  // namespace
}  // namespace skep
