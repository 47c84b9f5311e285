// Test your own workers with real processes.
//
// This library starts skep as a user would, or a private supervisor of its own, runs scripts in
// sealed workers, and lets a test say which events must happen, in which order. It works with
// doctest or any other framework: whatever goes wrong is thrown as a Failure, whose text holds
// everything that happened until then.
//
//   #include "tests/harness/harness.h"
//
//   TEST_CASE("my worker doubles numbers") {
//     harness::TemporaryDirectory scripts;
//     scripts.write("double.js", "onmessage = e => { postMessage(2 * e.data); close(); }");
//     scripts.write("main.js", R"(
//       const w = new Worker('double.js');
//       w.onmessage = e => console.log(e.data);
//       w.postMessage(21);
//     )");
//
//     harness::Supervisor skep;                             // a supervisor for this test only
//     const auto root = skep.spawn(scripts / "main.js");    // a root worker; its number
//     skep.expect({{"type", "console"}, {"text", "42"}});   // waits; throws if it never comes
//     skep.expect_exit(root, "finished");
//     skep.expect_nothing_left();                           // no process, no segment
//   }
//
// Or, the command itself:
//
//     const harness::Outcome run = harness::skep({"run", scripts / "main.js"});
//     CHECK(run.out == "42\n");
//     CHECK(run.status == 0);
//
// Rules that keep such tests honest, and how the library keeps them:
//
// * Wait for events, never for time. expect() returns as soon as its event is there, however long
//   the machine takes. A watchdog ends a test that waits for what never happens (patience.h).
// * Nothing survives a test. Destructors kill what was started, by its own process id; orphans of
//   orphans come back to this process (it is a subreaper), where expect_nothing_left() sees them.
// * Say what must be true, not how it looks today: a pattern names the members of an event that
//   matter and leaves the others open (pattern.h).
//
// The events and methods are those of the control protocol: docs/protocol.md.
#pragma once

#include "tests/harness/command.h"
#include "tests/harness/failure.h"
#include "tests/harness/patience.h"
#include "tests/harness/pattern.h"
#include "tests/harness/processes.h"
#include "tests/harness/supervisor.h"
#include "tests/harness/temporary_directory.h"
