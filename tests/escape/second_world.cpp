// What of the machine and of its siblings a worker could see with the filter out of the way. Each
// program takes one thing for its target, whose layer may hide behind others: without_one_layer.cpp
// takes those away first.
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "confine/process_limits.h"
#include "escape.h"

namespace skep::escape {

// A word that lies at the same place in every worker of a zygote.
uint64_t a_secret = 0x5ec2e7;

ESCAPE_PROGRAM(see_outside_process) {
  const auto outside = static_cast<pid_t>(inside.argument);
  inside.require_refused(::kill(outside, 0), ESRCH, "a process of the machine");
}

ESCAPE_PROGRAM(see_interface) {
  const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
  if (socket < 0) return;
  ifreq request = {"lo", {}};
  inside.require(::ioctl(socket, SIOCGIFFLAGS, &request) != 0 || (request.ifr_flags & IFF_UP) == 0,
                 "an interface that is up");
}

ESCAPE_PROGRAM(see_system_v_memory) {
  inside.require_refused(::shmget(static_cast<key_t>(inside.argument), 0, 0), ENOENT,
                         "System V memory");
}

ESCAPE_PROGRAM(see_cgroup_namespace) {
  struct stat found;
  inside.require(::stat("/proc/self/ns/cgroup", &found) != 0 || found.st_ino != inside.argument,
                 "the machine's cgroup namespace");
}

ESCAPE_PROGRAM(read_a_sibling) {
  uint64_t stolen = 0;
  iovec here = {&stolen, sizeof stolen};
  iovec there = {&a_secret, sizeof a_secret};
  inside.require_refused(
      ::process_vm_readv(static_cast<pid_t>(inside.argument), &here, 1, &there, 1, 0), EPERM,
      "a sibling's memory");
}

ESCAPE_PROGRAM(ask_for_stack) {
  rlimit limit;
  inside.require(
      ::getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_max <= ProcessLimits{}.stack_bytes,
      "an unbounded stack");
}

ESCAPE_PROGRAM(ask_for_processor_time) {
  rlimit limit;
  inside.require(::getrlimit(RLIMIT_CPU, &limit) == 0 && limit.rlim_cur == 1,
                 "unbounded processor time");
}

ESCAPE_PROGRAM(ask_for_death_signal) {
  int number = 0;
  inside.require(::prctl(PR_GET_PDEATHSIG, &number, 0, 0, 0) == 0 && number == SIGKILL,
                 "it would outlive its zygote");
}

// Whether speculation that a process may turn off is on.
ESCAPE_PROGRAM(ask_for_speculation) {
  for (const unsigned long kind : {PR_SPEC_STORE_BYPASS, PR_SPEC_INDIRECT_BRANCH}) {
    const int state = ::prctl(PR_GET_SPECULATION_CTRL, kind, 0, 0, 0);
    inside.require(state < 0 || (state & PR_SPEC_PRCTL) == 0 || (state & PR_SPEC_ENABLE) == 0,
                   "speculation is on");
  }
}

}  // namespace skep::escape
