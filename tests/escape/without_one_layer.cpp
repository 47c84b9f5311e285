// Each layer is taken away, alone, and what it holds back gets through: no other layer does its
// work, and the programs that prove it would see that it is gone. (missing_layer.h says how.)
//
// A layer that hides behind another is shown with that one away too: first that it holds there,
// then that nothing does without it.
#include <sys/ipc.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine/process_flags.h"
#include "confine/sanitizer_allowances.h"
#include "zygotes.h"

#ifndef SKEP_SANITIZER_BUILD
namespace skep::escape {
namespace {

constexpr SpawnCell usual = {0, 16u << 20, 0};

ZygoteProcess zygote_without(const std::string& layers, bool namespaces = true) {
  return ZygoteProcess("escape-cell-without", ("--without=" + layers).c_str(),
                       namespaces ? nullptr : "--no-namespaces");
}

Outcome outcome_in(ZygoteProcess& zygote, const char* program, uint64_t argument = 0,
                   const SpawnCell& request = usual) {
  Worker worker = zygote.spawn(request);
  ZygoteProcess::start(worker, program, argument);
  return outcome_of(worker, zygote);
}

Outcome outcome_without(const std::string& layers, const char* program, uint64_t argument = 0) {
  ZygoteProcess zygote = zygote_without(layers);
  return outcome_in(zygote, program, argument);
}

const Outcome got_through = {0, escaped_status, {}};

// `hiding` are the layers that stand before this one, "" or "mdwe,".
void needs(const std::string& layer, const char* program, const std::string& hiding = "",
           uint64_t argument = 0) {
  CAPTURE(layer);
  CAPTURE(program);
  CHECK(outcome_without(hiding.substr(0, hiding.empty() ? 0 : hiding.size() - 1), program,
                        argument) == refused());
  CHECK(outcome_without(hiding + layer, program, argument) == got_through);
}

bool gives(uint32_t layers) {
  return (zygote_of(first_line).layers() & layers) == layers;
}

uint64_t cgroup_namespace_here() {
  struct stat found = {};
  ::stat("/proc/self/ns/cgroup", &found);
  return found.st_ino;
}

// A sibling of the attacker's, asleep; the attacker gets its number.
Outcome attack_on_sibling(const std::string& layers, const char* program) {
  ZygoteProcess zygote = zygote_without(layers);
  Worker victim = zygote.spawn();
  ZygoteProcess::start(victim, "just_sleep");
  const Outcome outcome = outcome_in(zygote, program, static_cast<uint64_t>(victim.pid));
  ::syscall(SYS_pidfd_send_signal, victim.pidfd.get(), SIGKILL, nullptr, 0);
  return outcome;
}

}  // namespace

TEST_CASE("without the system-call filter its attempts come to the next layer") {
  CHECK(outcome_of("open_a_file", first_line) == killed_by(SIGSYS));
  CHECK(outcome_of("open_a_file", second_line) == refused());
}

TEST_CASE("without user namespaces, or a mount namespace, or an empty root, files show") {
  if (!gives(layer_empty_root)) return;
  for (const char* layer : {"user-namespace", "mount-namespace", "empty-root"}) {
    needs(layer, "look_around");
  }
}

TEST_CASE("without a pid namespace other processes show") {
  if (!gives(layer_pid_namespace)) return;
  needs("pid-namespace", "see_outside_process", "landlock,", static_cast<uint64_t>(::getpid()));
}

TEST_CASE("without a network namespace the machine's interfaces show") {
  if (!gives(layer_net_namespace)) return;
  needs("net-namespace", "see_interface", "rlimit-nofile,");
}

TEST_CASE("without an ipc namespace System V memory shows") {
  if (!gives(layer_ipc_namespace)) return;
  const auto key = static_cast<key_t>(0x5c3a'0000 | (::getpid() & 0xffff));
  const int memory = ::shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0666);
  REQUIRE(memory >= 0);
  needs("ipc-namespace", "see_system_v_memory", "", static_cast<uint64_t>(key));
  ::shmctl(memory, IPC_RMID, nullptr);
}

TEST_CASE("without a uts namespace the host's name shows") {
  if (!gives(layer_uts_namespace)) return;
  needs("uts-namespace", "ask_for_names");
}

TEST_CASE("without a cgroup namespace the machine's shows") {
  if (!gives(layer_cgroup_namespace | layer_mount_namespace)) return;
  needs("cgroup-namespace", "see_cgroup_namespace", "mount-namespace,", cgroup_namespace_here());
}

TEST_CASE("as root, no limit keeps a worker from forking") {
  if (::getuid() != 0) return;
  needs("not-root", "fork_anyway");
}

TEST_CASE("capabilities that are not dropped show") {
  needs("no-capabilities", "ask_for_capabilities");
}

TEST_CASE("without no_new_privs the layers that demand it refuse, and nothing runs") {
  const Outcome outcome = outcome_without("no-new-privs", "just_sleep");
  CHECK(outcome.signal == 0);
  CHECK(outcome.status == static_cast<int>(CellExit::lockdown_failed));
}

TEST_CASE("without Landlock a worker can kill a sibling") {
  if (!gives(layer_landlock_scope)) return;
  CHECK(attack_on_sibling("", "attack_a_sibling") == refused());
  CHECK(attack_on_sibling("landlock", "attack_a_sibling") == got_through);
}

TEST_CASE("a worker that is dumpable can be read by a sibling") {
  needs("undumpable", "ask_for_flags");
  CHECK(attack_on_sibling("landlock", "read_a_sibling") == refused());
  CHECK(attack_on_sibling("landlock,undumpable", "read_a_sibling") == got_through);
}

TEST_CASE("each resource limit is missed") {
  needs("rlimit-nofile", "open_anyway");
  needs("rlimit-nproc", "fork_anyway");
  needs("rlimit-data", "memory_bomb");
  needs("rlimit-as", "memory_bomb");
  needs("rlimit-stack", "ask_for_stack");
  for (const char* limit :
       {"rlimit-core", "rlimit-fsize", "rlimit-memlock", "rlimit-sigpending", "rlimit-msgqueue"}) {
    needs(limit, "ask_for_limits");
  }
}

TEST_CASE("the limit of processor time is missed") {
  constexpr SpawnCell a_second = {0, 16u << 20, 1};
  ZygoteProcess limited = zygote_without("");
  CHECK(outcome_in(limited, "ask_for_processor_time", 0, a_second) == refused());
  ZygoteProcess unlimited = zygote_without("rlimit-cpu");
  CHECK(outcome_in(unlimited, "ask_for_processor_time", 0, a_second) == got_through);
}

TEST_CASE("memory beyond the limit that is not unmapped can be used") {
  CHECK(outcome_without("", "beyond_the_limit") == killed_by(SIGSEGV));
  CHECK(outcome_without("excess-unmapped", "beyond_the_limit") == refused());
}

TEST_CASE("without MDWE memory becomes executable") {
  if (!executable_memory_can_be_forbidden()) return;
  needs("mdwe", "executable_behind_the_filter");
}

TEST_CASE("speculation that is not restricted is on, where a process may choose") {
  const int state = ::prctl(PR_GET_SPECULATION_CTRL, PR_SPEC_STORE_BYPASS, 0, 0, 0);
  if (state < 0 || (state & PR_SPEC_PRCTL) == 0 || (state & PR_SPEC_ENABLE) == 0) {
    MESSAGE("this machine lets no process choose");
    return;
  }
  needs("no-speculation", "ask_for_speculation");
}

TEST_CASE("descriptors that are not closed are there") {
  needs("close-descriptors", "list_descriptors");
}

TEST_CASE("an environment that is not cleared is there") {
  ::setenv("SKEP_A_SECRET", "1", 1);
  needs("no-environment", "read_environment");
  ::unsetenv("SKEP_A_SECRET");
}

TEST_CASE("without pid namespaces a worker that wishes not to die with its zygote would not") {
  ZygoteProcess with = zygote_without("", false);
  CHECK(outcome_in(with, "ask_for_death_signal") == refused());
  ZygoteProcess without = zygote_without("death-signal", false);
  CHECK(outcome_in(without, "ask_for_death_signal") == got_through);
}

TEST_CASE("workers that are not seeded anew have one seed") {
  ZygoteProcess zygote = zygote_without("seed");
  const Outcome first = outcome_in(zygote, "tell_seed");
  const Outcome second = outcome_in(zygote, "tell_seed");
  CHECK(first.said.size() == 32);
  CHECK(first.said == second.said);
}

TEST_CASE("a supervisor's half that is mapped writable can be written") {
  CHECK(outcome_without("", "scribble_on_the_supervisors_half") == killed_by(SIGSEGV));
  CHECK(outcome_without("read-only-half", "scribble_on_the_supervisors_half") == refused());
}

TEST_CASE("only escape-cell-without can go without a layer") {
  for (const char* cell : {"escape-cell", "escape-cell-open"}) {
    CHECK_THROWS(ZygoteProcess(cell, "--without=mdwe"));
  }
  CHECK_THROWS(zygote_without("no-such-layer"));
}

}  // namespace skep::escape
#endif
