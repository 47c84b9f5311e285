#include "daemon/system/journal.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "proto/cell.h"

namespace skep {
namespace {

bool has(const JournalEntry& entry, std::string_view field) {
  return std::ranges::find(entry.fields, field) != entry.fields.end();
}

ExitEvent exit_of(EndReason reason) {
  ExitEvent event;
  event.worker = WorkerId{7};
  event.parent = WorkerId{3};
  event.name = "adder";
  event.url = "https://skep.localhost/add.js";
  event.pid = 42;
  event.reason = reason;
  event.detail = "its heap is full";
  event.cpu_us = 1500;
  return event;
}

TEST_CASE("an end has its worker, name and reason as fields") {
  const auto entry = journal_entry(exit_of(EndReason::out_of_memory));
  REQUIRE(entry.has_value());
  CHECK(entry->level == log::Level::warning);
  CHECK(entry->message == "worker 7 \"adder\" ended: out-of-memory (its heap is full)");
  for (const char* field :
       {"SKEP_EVENT=exit", "SKEP_WORKER=7", "SKEP_PARENT=3", "SKEP_PID=42", "SKEP_NAME=adder",
        "SKEP_URL=https://skep.localhost/add.js", "SKEP_REASON=out-of-memory",
        "SKEP_DETAIL=its heap is full", "SKEP_CPU_USEC=1500"}) {
    CAPTURE(field);
    CHECK(has(*entry, field));
  }
}

TEST_CASE("an ordinary end is no warning") {
  CHECK(journal_entry(exit_of(EndReason::finished))->level == log::Level::info);
  CHECK(journal_entry(exit_of(EndReason::terminated))->level == log::Level::info);
  CHECK(journal_entry(exit_of(EndReason::cpu_limit))->level == log::Level::notice);
  CHECK(journal_entry(exit_of(EndReason::seccomp))->level == log::Level::warning);
}

TEST_CASE("a start is told with its process") {
  StartedEvent event;
  event.worker = WorkerId{1};
  event.pid = 9;
  const auto entry = journal_entry(event);
  REQUIRE(entry.has_value());
  CHECK(entry->message == "worker 1 started, process 9");
  CHECK(has(*entry, "SKEP_EVENT=started"));
}

TEST_CASE("layers that are missing are told by name, and warned of where they should be there") {
  constexpr uint32_t all = (1u << 15) - 1;
  CHECK(journal_entry(ZygoteEvent{true, all})->level == log::Level::notice);
  CHECK(journal_entry(ZygoteEvent{true, all})->message == "every layer of the sandbox is there");
  const auto often = journal_entry(ZygoteEvent{true, all & ~uint32_t{layer_cgroup | layer_mdwe}});
  CHECK(often->level == log::Level::notice);
  CHECK(has(*often, "SKEP_MISSING=mdwe, cgroup"));
  const auto rare = journal_entry(ZygoteEvent{true, all & ~uint32_t{layer_landlock}});
  CHECK(rare->level == log::Level::warning);
  CHECK(rare->message ==
        "this machine does not give these layers of the sandbox: landlock (see skep doctor)");
  CHECK_FALSE(journal_entry(ZygoteEvent{false, 0}).has_value());
}

TEST_CASE("a hostile name stays inside its field and its line") {
  ExitEvent event = exit_of(EndReason::finished);
  event.name = "a\nSKEP_REASON=closed\n\x1b[31m\"";
  event.detail = {};
  const auto entry = journal_entry(event);
  REQUIRE(entry.has_value());
  CHECK(entry->message == "worker 7 \"a?SKEP_REASON=closed??[31m?\" ended: finished");
  // The journal takes a value with its length, so that a newline in it begins no field.
  CHECK(has(*entry, "SKEP_NAME=a\nSKEP_REASON=closed\n\x1b[31m\""));
  CHECK(has(*entry, "SKEP_REASON=finished"));
}

TEST_CASE("what workers print is not copied to the log") {
  CHECK(!journal_entry(ConsoleEvent{}));
}

}  // namespace
}  // namespace skep
