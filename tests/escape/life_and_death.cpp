// What a zygote promises its supervisor: nothing survives, and every end is told truthfully.
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/packet_socket.h"
#include "confine/sanitizer_allowances.h"
#include "zygotes.h"

namespace skep::escape {
namespace {

constexpr const char* no_namespaces = "--no-namespaces";

long send_signal(const Worker& worker, int signal) {
  return ::syscall(SYS_pidfd_send_signal, worker.pidfd.get(), signal, nullptr, 0);
}

// Starts two workers that never end by themselves: one asleep, one spinning.
std::pair<Worker, Worker> two_workers(ZygoteProcess& zygote) {
  std::pair<Worker, Worker> workers{zygote.spawn(), zygote.spawn()};
  ZygoteProcess::start(workers.first, "just_sleep");
  ZygoteProcess::start(workers.second, "spin");
  return workers;
}

void closing_the_socket_ends_everything(const char* argument) {
  ZygoteProcess zygote("escape-cell", argument);
  const auto workers = two_workers(zygote);
  zygote.close_socket();
  CHECK(zygote.reap() == 0);
  CHECK(ends(workers.first.pidfd));
  CHECK(ends(workers.second.pidfd));
}

void killing_the_zygote_ends_everything(const char* argument) {
  ZygoteProcess zygote("escape-cell", argument);
  const auto workers = two_workers(zygote);
  CHECK(::kill(zygote.pid(), SIGKILL) == 0);
  CHECK(ends(workers.first.pidfd));
  CHECK(ends(workers.second.pidfd));
}

// A supervisor in a process of its own, which sends its worker's pidfd here and then is killed.
void killing_the_supervisor_ends_everything(const char* argument) {
  auto [here, there] = make_packet_pair().value();
  const pid_t supervisor = ::fork();
  if (supervisor == 0) {
    ZygoteProcess zygote("escape-cell", argument);
    const auto workers = two_workers(zygote);
    const int fds[] = {workers.first.pidfd.get(), workers.second.pidfd.get()};
    const std::byte byte{};
    send_packet(there, std::span(&byte, 1), fds).value();
    for (;;) ::pause();
  }
  std::byte byte;
  auto packet = receive_packet(here, std::span(&byte, 1));
  REQUIRE(packet.has_value());
  REQUIRE(packet->fd_count == 2);
  ::kill(supervisor, SIGKILL);
  ::waitpid(supervisor, nullptr, 0);
  CHECK(ends(packet->fds[0]));
  CHECK(ends(packet->fds[1]));
}

}  // namespace

TEST_CASE("the end of the socket is the end of every worker") {
  closing_the_socket_ends_everything(nullptr);
}

TEST_CASE("the end of the socket is the end of every worker, without namespaces too") {
  closing_the_socket_ends_everything(no_namespaces);
}

TEST_CASE("the end of the zygote is the end of every worker") {
  killing_the_zygote_ends_everything(nullptr);
}

TEST_CASE("the end of the zygote is the end of every worker, without namespaces too") {
  killing_the_zygote_ends_everything(no_namespaces);
}

TEST_CASE("the end of the supervisor is the end of every worker") {
  killing_the_supervisor_ends_everything(nullptr);
}

TEST_CASE("the end of the supervisor is the end of every worker, without namespaces too") {
  killing_the_supervisor_ends_everything(no_namespaces);
}

TEST_CASE("terminal and service signals end neither zygote nor worker") {
  ZygoteProcess zygote("escape-cell");
  Worker worker = zygote.spawn();
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT}) {
    CHECK(::kill(zygote.pid(), signal) == 0);
    CHECK(send_signal(worker, signal) == 0);
  }
  ZygoteProcess::start(worker, "ring_the_doorbell");
  CHECK(outcome_of(worker, zygote) == refused());
}

TEST_CASE("a worker's exit status arrives as it is") {
  for (const uint64_t status : {0, 1, 70, 71, 255}) {
    CHECK(outcome_of("end_with_status", first_line, status).status == static_cast<int>(status));
  }
}

TEST_CASE("a worker that was killed is told apart, with what it used") {
  ZygoteProcess& zygote = zygote_of(first_line);
  Worker worker = zygote.spawn();
  ZygoteProcess::start(worker, "spin");
  CHECK(send_signal(worker, SIGKILL) == 0);
  const CellEvent event = zygote.wait_for_end(worker);
  CHECK(WIFSIGNALED(event.wait_status));
  CHECK(WTERMSIG(event.wait_status) == SIGKILL);
  CHECK(event.cell == worker.id);
  CHECK(event.pid == worker.pid);
  CHECK(event.peak_rss_kib > 0);
}

TEST_CASE("the processor-time backstop ends a spinning worker with SIGXCPU") {
  ZygoteProcess& zygote = zygote_of(first_line);
  Worker worker = zygote.spawn({0, 16u << 20, 1});
  ZygoteProcess::start(worker, "spin");
  CHECK(outcome_of(worker, zygote) == killed_by(SIGXCPU));
  // The limit of one second is counted in ticks, the report is not: they only agree roughly.
  CHECK(zygote.wait_for_end(worker).cpu_us > 500'000);
}

TEST_CASE("a timed wait survives SIGSTOP and SIGCONT") {
  ZygoteProcess& zygote = zygote_of(first_line);
  Worker worker = zygote.spawn();
  ZygoteProcess::start(worker, "wait_a_while", 200'000'000);
  RecordHeader header;
  std::string payload;
  bool armed = false;
  while (!worker.end.idle(armed) || !armed) read_record(worker, header, payload);
  for (int i = 0; i < 100; ++i) {
    CHECK(send_signal(worker, SIGSTOP) == 0);
    ::sched_yield();
    CHECK(send_signal(worker, SIGCONT) == 0);
  }
  CHECK(outcome_of(worker, zygote) == refused());
}

TEST_CASE("every worker has a seed of its own") {
  const Outcome first = outcome_of("tell_seed", first_line);
  const Outcome second = outcome_of("tell_seed", first_line);
  CHECK(first.said.size() == 32);
  CHECK(second.said.size() == 32);
  CHECK(first.said != second.said);
}

TEST_CASE("many workers live at once, and end when told to") {
#ifdef SKEP_SANITIZER_BUILD
  constexpr int count = 20;
#else
  constexpr int count = 400;
#endif
  ZygoteProcess zygote("escape-cell");
  std::vector<Worker> workers;
  for (int i = 0; i < count; ++i) workers.push_back(zygote.spawn());
  for (const Worker& worker : workers) CHECK(send_signal(worker, SIGKILL) == 0);
  for (Worker& worker : workers) CHECK(outcome_of(worker, zygote) == killed_by(SIGKILL));
}

}  // namespace skep::escape
