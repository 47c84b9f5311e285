#include "cli/show/shown_path.h"

#include <doctest/doctest.h>

namespace skep::cli {
namespace {

TEST_CASE("a script URL becomes the file below the script root") {
  const PathView view("/home/me/app", "/");
  CHECK(view.file("https://skep.localhost/x.js") == "/home/me/app/x.js");
  CHECK(view.file("https://skep.localhost/a%20b/%C3%BC.js?q#f") == "/home/me/app/a b/\xc3\xbc.js");
  CHECK(view.file("https://skep.localhost/100%.js") == "/home/me/app/100%.js");
  CHECK(!view.file("https://elsewhere.example/x.js"));
  CHECK(!view.file("data:text/javascript,0"));
  CHECK(PathView("/", "/").file("https://skep.localhost/x.js") == "/x.js");
}

TEST_CASE("a file is shown relative to the working directory where that is shorter") {
  CHECK(PathView("/home/me/app", "/home/me").shown("https://skep.localhost/x.js") == "app/x.js");
  CHECK(PathView("/home/me/app", "/home/me/app").shown("https://skep.localhost/x.js") == "x.js");
  CHECK(PathView("/home/me/app", "/home/me/lib").shown("https://skep.localhost/x.js") ==
        "../app/x.js");
  CHECK(PathView("/srv", "/home/me/lib/deep").shown("https://skep.localhost/x.js") == "/srv/x.js");
  CHECK(PathView("/srv", "/").shown("blob:null/7") == "blob:null/7");
}

TEST_CASE("every script URL in a text is shown as a path, positions stay") {
  const PathView view("/p/app", "/p");
  CHECK(view.show_all("    at f (https://skep.localhost/a.js:3:7)\n    at "
                      "https://skep.localhost/lib/b%20c.js:12\n") ==
        "    at f (app/a.js:3:7)\n    at app/lib/b c.js:12\n");
  CHECK(view.show_all("cannot load 'https://skep.localhost/a.js'.") == "cannot load 'app/a.js'.");
  CHECK(view.show_all("no URL here: 12:3") == "no URL here: 12:3");
  CHECK(view.show_all("") == "");
  CHECK(view.show_all("https://skep.localhost/") == "app/");
}

TEST_CASE("a name cannot smuggle control characters onto the terminal") {
  CHECK(PathView("/p", "/p").shown("https://skep.localhost/%1B%5B2J%00.js") == "%1B[2J%00.js");
}

}  // namespace
}  // namespace skep::cli
