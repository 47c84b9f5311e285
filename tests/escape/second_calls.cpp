// The attempts of forbidden_calls.cpp again, with the filter out of the way.
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "escape.h"
#include "zygotes.h"

namespace skep::escape {

ESCAPE(open_anyway, "without the filter, no descriptor can be made", second_line, refused()) {
  inside.require_refused(::open("/", O_RDONLY), EMFILE, "open");
  inside.require_refused(::open("/", O_PATH), EMFILE, "open O_PATH");
  inside.require_refused(::socket(AF_INET, SOCK_STREAM, 0), EMFILE, "socket");
  inside.require_refused(::socket(AF_UNIX, SOCK_STREAM, 0), EMFILE, "socket");
  inside.require_refused(::socket(AF_NETLINK, SOCK_RAW, 0), EMFILE, "socket");
  inside.require_refused(::dup(3), EMFILE, "dup");
  inside.require_refused(::eventfd(0, 0), EMFILE, "eventfd");
  inside.require_refused(::syscall(SYS_memfd_create, "x", 0), EMFILE, "memfd_create");
  int ends[2];
  inside.require_refused(::pipe(ends), EMFILE, "pipe");
  inside.require(::syscall(SYS_io_uring_setup, 1, nullptr) < 0, "io_uring_setup");
  inside.require(::syscall(SYS_bpf, 0, nullptr, 0) < 0, "bpf");
  inside.require(::syscall(SYS_userfaultfd, 0) < 0, "userfaultfd");
}

ESCAPE(fork_anyway, "without the filter, a worker still cannot fork", second_line, refused()) {
  inside.require_refused(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0), EAGAIN, "clone");
  inside.require_refused(::fork(), EAGAIN, "fork");
  inside.require(::unshare(0x1000'0000) < 0, "made a user namespace");
}

ESCAPE(exec_anyway, "without the filter, there is nothing to run", second_line, refused()) {
  inside.require(::execl("/bin/sh", "sh", nullptr) != 0, "exec");
  inside.require(::syscall(SYS_execveat, 3, "", nullptr, nullptr, AT_EMPTY_PATH) != 0, "execveat");
}

ESCAPE(truncate_anyway, "without the filter, nothing can be truncated", second_line, refused()) {
  for (int number = 0; number < 64; ++number) {
    inside.require(::ftruncate(number, 0) != 0, "ftruncate");
  }
}

ESCAPE_PROGRAM(attack_a_sibling) {
  const auto sibling = static_cast<pid_t>(inside.argument);
  inside.require_refused(::kill(sibling, SIGKILL), EPERM, "kill a sibling");
  inside.require_refused(::kill(1, SIGKILL), EPERM, "kill the zygote");
  // Says success even where nobody was hit: the victim itself tells, by the signal that ends it.
  ::kill(-1, SIGUSR2);
  inside.require(::syscall(SYS_pidfd_open, sibling, 0) < 0, "pidfd_open");
  inside.require_refused(::ptrace(PTRACE_ATTACH, sibling, nullptr, nullptr), EPERM, "ptrace");
  char stolen[8];
  iovec here = {stolen, sizeof stolen};
  iovec there = {stolen, sizeof stolen};
  inside.require_refused(::process_vm_readv(sibling, &here, 1, &there, 1, 0), EPERM,
                         "process_vm_readv");
}

TEST_CASE("without the filter, a worker cannot kill, trace or read a sibling") {
  ZygoteProcess& zygote = zygote_of(second_line);
  // Older kernels keep signals inside a worker by the filter only.
  if ((zygote.layers() & layer_landlock_scope) == 0) return;
  Worker victim = zygote.spawn();
  ZygoteProcess::start(victim, "just_sleep");
  CHECK(outcome_of("attack_a_sibling", second_line, static_cast<uint64_t>(victim.pid)) ==
        refused());
  CHECK(::syscall(SYS_pidfd_send_signal, victim.pidfd.get(), SIGKILL, nullptr, 0) == 0);
  CHECK(outcome_of(victim, zygote) == killed_by(SIGKILL));
}

}  // namespace skep::escape
