// What an intruder does first: each is the end of the worker.
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine/sanitizer_allowances.h"
#include "escape.h"

namespace skep::escape {

ESCAPE(open_a_file, "a worker cannot open a file", first_line, killed_by(SIGSYS)) {
  ::syscall(SYS_openat, AT_FDCWD, "/", O_RDONLY, 0);
}

ESCAPE(make_a_socket, "a worker cannot make a socket", first_line, killed_by(SIGSYS)) {
  ::socket(AF_INET, SOCK_STREAM, 0);
}

ESCAPE(connect_out, "a worker cannot connect", first_line, killed_by(SIGSYS)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  ::connect(3, reinterpret_cast<sockaddr*>(&address), sizeof address);
}

ESCAPE(receive_descriptors, "a worker cannot receive descriptors", first_line, killed_by(SIGSYS)) {
  msghdr message = {};
  ::recvmsg(3, &message, 0);
}

ESCAPE(trace_the_zygote, "a worker cannot trace", first_line, killed_by(SIGSYS)) {
  ::ptrace(PTRACE_ATTACH, 1, nullptr, nullptr);
}

ESCAPE(read_another_process, "a worker cannot read another process", first_line,
       killed_by(SIGSYS)) {
  ::syscall(SYS_process_vm_readv, 1, nullptr, 0, nullptr, 0, 0);
}

ESCAPE(kill_the_zygote, "a worker cannot send signals", first_line, killed_by(SIGSYS)) {
  ::kill(1, SIGKILL);
}

ESCAPE(signal_itself, "a worker cannot even signal itself", first_line, killed_by(SIGSYS)) {
  ::syscall(SYS_tgkill, 1, 1, SIGUSR1);
}

ESCAPE(run_a_program, "a worker cannot run a program", first_line, killed_by(SIGSYS)) {
  ::execl("/bin/sh", "sh", nullptr);
}

ESCAPE(make_a_process, "a worker cannot fork", first_line, killed_by(SIGSYS)) {
  ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

ESCAPE(make_a_namespace, "a worker cannot make a namespace", first_line, killed_by(SIGSYS)) {
  ::syscall(SYS_unshare, 0x1000'0000);
}

ESCAPE(use_io_uring, "a worker cannot use io_uring", first_line, killed_by(SIGSYS)) {
  io_uring_params parameters = {};
  ::syscall(SYS_io_uring_setup, 1, &parameters);
}

ESCAPE(load_bpf, "a worker cannot load a BPF program", first_line, killed_by(SIGSYS)) {
  bpf_attr attributes = {};
  ::syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes);
}

#ifndef SKEP_SANITIZER_BUILD
ESCAPE(become_dumpable, "a worker cannot change its own flags", first_line, killed_by(SIGSYS)) {
  ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}
#endif

ESCAPE(close_the_doorbell, "a worker cannot close its doorbell", first_line, killed_by(SIGSYS)) {
  ::close(3);
}

ESCAPE(tell_other_clock, "a worker cannot read the clocks of processes", first_line,
       killed_by(SIGSYS)) {
  timespec now;
  ::syscall(SYS_clock_gettime, CLOCK_PROCESS_CPUTIME_ID, &now);
}

}  // namespace skep::escape
