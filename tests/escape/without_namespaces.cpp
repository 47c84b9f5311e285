// A machine that refuses user namespaces: fewer layers, said aloud, and still no way out.
#include "confine/sanitizer_allowances.h"
#include "zygotes.h"

namespace skep::escape {
namespace {

Outcome outcome_in(ZygoteProcess& zygote, std::string_view program, uint64_t argument = 0) {
  Worker worker = zygote.spawn();
  ZygoteProcess::start(worker, program, argument);
  return outcome_of(worker, zygote);
}

constexpr uint32_t mandatory = layer_seccomp | layer_rlimits | layer_no_new_privs;
constexpr uint32_t namespaces = layer_user_namespace | layer_pid_namespace | layer_mount_namespace |
                                layer_net_namespace | layer_ipc_namespace | layer_uts_namespace |
                                layer_cgroup_namespace | layer_empty_root;

}  // namespace

TEST_CASE("the layers that the zygote names include the mandatory ones") {
  CHECK((zygote_of(first_line).layers() & mandatory) == mandatory);
  MESSAGE("layers on this machine: " << zygote_of(first_line).layers());
}

TEST_CASE("without user namespaces the zygote says so") {
  ZygoteProcess zygote("escape-cell", "--no-namespaces");
  CHECK((zygote.layers() & namespaces) == 0);
  CHECK((zygote.layers() & mandatory) == mandatory);
  CHECK((zygote.layers() & layer_landlock) == (zygote_of(first_line).layers() & layer_landlock));
}

TEST_CASE("without user namespaces the filter holds") {
  ZygoteProcess zygote("escape-cell", "--no-namespaces");
  for (const char* program : {"open_a_file", "make_a_socket", "trace_the_zygote", "kill_the_zygote",
                              "run_a_program", "make_a_process", "make_a_namespace", "load_bpf"}) {
    CAPTURE(program);
    CHECK(outcome_in(zygote, program) == killed_by(SIGSYS));
  }
  CHECK(outcome_in(zygote, "ring_the_doorbell") == refused());
}

TEST_CASE("without user namespaces and without the filter the other layers hold") {
  ZygoteProcess zygote("escape-cell-open", "--no-namespaces");
  for (const char* program :
       {"list_descriptors", "ask_for_identity", "ask_for_capabilities", "ask_for_flags",
        "ask_for_limits", "open_anyway", "fork_anyway", "exec_anyway", "truncate_anyway"}) {
    CAPTURE(program);
    CHECK(outcome_in(zygote, program) == refused());
  }
  if ((zygote.layers() & layer_landlock_scope) == 0) return;
  Worker victim = zygote.spawn();
  ZygoteProcess::start(victim, "just_sleep");
  const auto pid = static_cast<uint64_t>(victim.pid);
  CHECK(outcome_in(zygote, "attack_a_sibling", pid) == refused());
}

}  // namespace skep::escape
