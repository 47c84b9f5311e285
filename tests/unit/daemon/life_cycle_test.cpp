// Every cell of the life-cycle table, and what must hold of the table as a whole.
#include "daemon/life_cycle.h"

#include <set>

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr WorkerState all_states[] = {WorkerState::loading,     WorkerState::starting,
                                      WorkerState::running,     WorkerState::closing,
                                      WorkerState::terminating, WorkerState::gone};
constexpr WorkerEvent all_events[] = {WorkerEvent::script_ready, WorkerEvent::load_failed,
                                      WorkerEvent::script_ran,   WorkerEvent::close_called,
                                      WorkerEvent::kill,         WorkerEvent::process_ended};

// The table written a second time, by hand, as sentences: "from" + "event" → "to".
struct Step {
  WorkerState from;
  WorkerEvent event;
  WorkerState to;
};
constexpr Step steps[] = {
    {WorkerState::loading, WorkerEvent::script_ready, WorkerState::starting},
    {WorkerState::loading, WorkerEvent::load_failed, WorkerState::gone},
    {WorkerState::loading, WorkerEvent::kill, WorkerState::gone},
    {WorkerState::starting, WorkerEvent::script_ran, WorkerState::running},
    {WorkerState::starting, WorkerEvent::close_called, WorkerState::closing},
    {WorkerState::starting, WorkerEvent::kill, WorkerState::terminating},
    {WorkerState::starting, WorkerEvent::process_ended, WorkerState::gone},
    {WorkerState::running, WorkerEvent::close_called, WorkerState::closing},
    {WorkerState::running, WorkerEvent::kill, WorkerState::terminating},
    {WorkerState::running, WorkerEvent::process_ended, WorkerState::gone},
    {WorkerState::closing, WorkerEvent::script_ran, WorkerState::closing},
    {WorkerState::closing, WorkerEvent::close_called, WorkerState::closing},
    {WorkerState::closing, WorkerEvent::kill, WorkerState::terminating},
    {WorkerState::closing, WorkerEvent::process_ended, WorkerState::gone},
    {WorkerState::terminating, WorkerEvent::script_ran, WorkerState::terminating},
    {WorkerState::terminating, WorkerEvent::close_called, WorkerState::terminating},
    {WorkerState::terminating, WorkerEvent::kill, WorkerState::terminating},
    {WorkerState::terminating, WorkerEvent::process_ended, WorkerState::gone},
    {WorkerState::gone, WorkerEvent::script_ready, WorkerState::gone},
    {WorkerState::gone, WorkerEvent::load_failed, WorkerState::gone},
    {WorkerState::gone, WorkerEvent::kill, WorkerState::gone},
};

TEST_CASE("every step is the one that was meant, and no other exists") {
  int found = 0;
  for (const WorkerState from : all_states) {
    for (const WorkerEvent event : all_events) {
      const std::optional<WorkerState> to = next_state(from, event);
      const Step* expected = nullptr;
      for (const Step& step : steps) {
        if (step.from == from && step.event == event) expected = &step;
      }
      CAPTURE(name(from));
      CAPTURE(static_cast<int>(event));
      REQUIRE(to.has_value() == (expected != nullptr));
      if (expected != nullptr) {
        CHECK(*to == expected->to);
        ++found;
      }
    }
  }
  CHECK(found == static_cast<int>(std::size(steps)));
}

TEST_CASE("life only goes forward") {
  for (const WorkerState from : all_states) {
    for (const WorkerEvent event : all_events) {
      if (const auto to = next_state(from, event)) CHECK(*to >= from);
    }
  }
}

TEST_CASE("a kill leads to the end from every state") {
  for (const WorkerState from : all_states) {
    const auto killed = next_state(from, WorkerEvent::kill);
    REQUIRE(killed.has_value());
    const bool over = *killed == WorkerState::gone ||
                      next_state(*killed, WorkerEvent::process_ended) == WorkerState::gone;
    CHECK(over);
  }
}

TEST_CASE("a state with a process is left for gone only when the process ended") {
  for (const WorkerState from : {WorkerState::starting, WorkerState::running, WorkerState::closing,
                                 WorkerState::terminating}) {
    for (const WorkerEvent event : all_events) {
      const bool to_gone = next_state(from, event) == WorkerState::gone;
      CHECK(to_gone == (event == WorkerEvent::process_ended));
    }
  }
}

TEST_CASE("what is delivered and what is heard") {
  CHECK(takes_messages(WorkerState::loading));
  CHECK(takes_messages(WorkerState::running));
  CHECK_FALSE(takes_messages(WorkerState::closing));
  CHECK_FALSE(takes_messages(WorkerState::terminating));
  CHECK(is_heard(WorkerState::closing));
  CHECK_FALSE(is_heard(WorkerState::terminating));
  CHECK_FALSE(is_heard(WorkerState::gone));
}

TEST_CASE("every state has a name of its own") {
  std::set<std::string_view> names;
  for (const WorkerState state : all_states) names.insert(name(state));
  CHECK(names.size() == std::size(all_states));
}

}  // namespace
}  // namespace skep
