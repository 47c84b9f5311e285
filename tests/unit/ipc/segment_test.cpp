#include "ipc/segment.h"

#include <csignal>
#include <fcntl.h>
#include <sys/mman.h>

#include <doctest/doctest.h>

#include "../child.h"

namespace skep {
namespace {

struct Views {
  Fd memfd;
  Segment supervisor;
  Segment worker;
};

Views both_views() {
  Result<Fd> memfd = Segment::create();
  REQUIRE(memfd.has_value());
  Result<Segment> supervisor = Segment::map_for_supervisor(*memfd);
  Result<Segment> worker = Segment::map_for_worker(*memfd);
  REQUIRE(supervisor.has_value());
  REQUIRE(worker.has_value());
  return {std::move(*memfd), std::move(*supervisor), std::move(*worker)};
}

TEST_CASE("a worker cannot change the size of its segment") {
  const Views views = both_views();
  CHECK(::ftruncate(views.memfd.get(), 0) == -1);
  CHECK(errno == EPERM);
  CHECK(::ftruncate(views.memfd.get(), 2 * segment_layout::size) == -1);
  CHECK(errno == EPERM);
  const int seals = ::fcntl(views.memfd.get(), F_GET_SEALS);
  CHECK((seals & (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)) ==
        (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL));
}

TEST_CASE("both sides see what the other writes") {
  const Views views = both_views();
  views.supervisor.supervisor_page().down_tail.store(4096);
  CHECK(views.worker.supervisor_page().down_tail.load() == 4096);
  views.worker.worker_page().up_tail.store(8192);
  CHECK(views.supervisor.worker_page().up_tail.load() == 8192);
  views.supervisor.down_data()[ring_capacity - 1] = std::byte{7};
  CHECK(views.worker.down_data()[ring_capacity - 1] == std::byte{7});
  views.worker.up_data()[ring_capacity - 1] = std::byte{9};
  CHECK(views.supervisor.up_data()[ring_capacity - 1] == std::byte{9});
}

TEST_CASE("a fresh segment is all zero") {
  const Views views = both_views();
  CHECK(views.worker.supervisor_page().up_head.load() == 0);
  CHECK(views.worker.worker_page().activity.load() == static_cast<uint32_t>(Activity::busy));
  for (size_t i = 0; i < ring_capacity; ++i) {
    REQUIRE(views.worker.down_data()[i] == std::byte{0});
    REQUIRE(views.worker.up_data()[i] == std::byte{0});
  }
}

TEST_CASE("the supervisor's half is read-only to the worker") {
  const Views views = both_views();
  CHECK(test::signal_that_ends([&] { views.worker.supervisor_page().down_tail.store(1); }) ==
        SIGSEGV);
  CHECK(test::signal_that_ends([&] { views.worker.supervisor_page().wake_count.store(1); }) ==
        SIGSEGV);
  CHECK(test::signal_that_ends([&] { views.worker.down_data()[0] = std::byte{1}; }) == SIGSEGV);
  CHECK(test::signal_that_ends(
            [&] { views.worker.down_data()[ring_capacity - 1] = std::byte{1}; }) == SIGSEGV);
  CHECK(test::signal_that_ends([&] { views.worker.up_data()[0] = std::byte{1}; }) == 0);
  CHECK(views.supervisor.supervisor_page().down_tail.load() == 0);
}

TEST_CASE("a process that the supervisor forks does not inherit its view") {
  const Views views = both_views();
  CHECK(test::signal_that_ends([&] { views.supervisor.supervisor_page().down_tail.store(1); }) ==
        SIGSEGV);
  CHECK(test::signal_that_ends([&] { views.supervisor.worker_page().up_tail.store(1); }) ==
        SIGSEGV);
}

TEST_CASE("the two halves lie on pages of their own") {
  CHECK(segment_layout::down_data % segment_layout::page == 0);
  CHECK(segment_layout::worker_page % segment_layout::page == 0);
  CHECK(segment_layout::up_data % segment_layout::page == 0);
  CHECK(segment_layout::size == 2 * (segment_layout::page + ring_capacity));
}

}  // namespace
}  // namespace skep
