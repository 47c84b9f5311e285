#include "facility.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/packet_socket.h"

namespace skep::harness {
namespace {

constexpr int get_mdwe = 66;
constexpr int landlock_create_ruleset = 444;
constexpr unsigned ask_version = 1;

bool write_file(const char* path, const std::string& text) {
  const Fd file(::open(path, O_WRONLY | O_CLOEXEC));
  return file && ::write(file.get(), text.data(), text.size()) >= 0;
}

// One call, or one with one argument, fails with `error` from now on.
int refuse(int call, int error) {
  scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
  const auto action = SCMP_ACT_ERRNO(static_cast<unsigned>(error));
  return ::seccomp_rule_add(filter, action, call, 0) != 0 || ::seccomp_load(filter) != 0;
}
int refuse(int call, unsigned argument, uint64_t mask, uint64_t value, int error) {
  scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
  const auto action = SCMP_ACT_ERRNO(static_cast<unsigned>(error));
  const scmp_arg_cmp fits = {argument, SCMP_CMP_MASKED_EQ, mask, value};
  return ::seccomp_rule_add_array(filter, action, call, 1, &fits) != 0 ||
         ::seccomp_load(filter) != 0;
}

}  // namespace

Facility no_user_namespaces() {
  return {"user namespaces", [] {
            // A namespace of our own, in which no further one may be made.
            const std::string uid = "1000 " + std::to_string(::getuid()) + " 1";
            const std::string gid = "1000 " + std::to_string(::getgid()) + " 1";
            const bool done =
                ::unshare(CLONE_NEWUSER) == 0 && write_file("/proc/self/setgroups", "deny") &&
                write_file("/proc/self/uid_map", uid) && write_file("/proc/self/gid_map", gid) &&
                write_file("/proc/sys/user/max_user_namespaces", "0");
            return done ? 0 : 1;
          }};
}

Facility no_namespace(int kind, const std::string& name) {
  return {name, [kind] {
            const auto bits = static_cast<uint64_t>(kind);
            return refuse(SYS_unshare, 0, bits, bits, EPERM);
          }};
}

Facility no_pivot_root() {
  return {"pivot_root", [] { return refuse(SYS_pivot_root, EPERM); }};
}

Facility no_landlock() {
  return {"Landlock", [] { return refuse(landlock_create_ruleset, ENOSYS); }};
}

Facility no_mdwe() {
  return {"MDWE", [] { return refuse(SYS_prctl, 0, 0xffff'ffff, get_mdwe, EINVAL); }};
}

Facility no_clone3() {
  return {"clone3", [] { return refuse(SYS_clone3, ENOSYS); }};
}

Facility no_seccomp() {
  return {"seccomp", [] {
            // Both ways at once: after this filter there is no other.
            scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
            const scmp_arg_cmp sets = {0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0};
            const bool made =
                ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SYS_seccomp, 0) == 0 &&
                ::seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EINVAL), SYS_prctl, 1, &sets) == 0;
            return made && ::seccomp_load(filter) == 0 ? 0 : 1;
          }};
}

bool can_be_taken_away(const Facility& facility) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(facility.take_away());
  int status = 1;
  ::waitpid(pid, &status, 0);
  return status == 0;
}

OlderLandlock::OlderLandlock(int version) : version_(version) {
  auto [here, there] = make_packet_pair().value();
  here_ = std::move(here);
  there_ = std::move(there);
  answering_ = std::thread([this] { answer(); });
}

OlderLandlock::~OlderLandlock() {
  // Nobody was started: its end of the pair closes, and nothing came.
  there_.reset();
  answering_.join();
}

Facility OlderLandlock::facility() const {
  return {"the newer versions of Landlock", [this] {
            scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
            const scmp_arg_cmp asks = {2, SCMP_CMP_EQ, ask_version, 0};
            if (::seccomp_rule_add_array(filter, SCMP_ACT_NOTIFY, landlock_create_ruleset, 1,
                                         &asks) != 0 ||
                ::seccomp_load(filter) != 0) {
              return 1;
            }
            const int notices[] = {::seccomp_notify_fd(filter)};
            const std::byte byte{};
            return send_packet(there_, std::span(&byte, 1), notices) ? 0 : 1;
          }};
}

void OlderLandlock::answer() {
  std::byte byte;
  auto packet = receive_packet(here_, std::span(&byte, 1));
  if (!packet || packet->fd_count != 1) return;
  const int notices = packet->fds[0].get();
  seccomp_notif* asked = nullptr;
  seccomp_notif_resp* answer = nullptr;
  ::seccomp_notify_alloc(&asked, &answer);
  for (;;) {
    pollfd waiting = {notices, POLLIN, 0};
    if (::poll(&waiting, 1, -1) < 0 && errno == EINTR) continue;
    // Without POLLIN nobody is left under the filter.
    if ((waiting.revents & POLLIN) == 0) break;
    *asked = {};  // as the kernel demands
    if (::seccomp_notify_receive(notices, asked) != 0) continue;
    *answer = {};
    answer->id = asked->id;
    answer->val = version_;
    ::seccomp_notify_respond(notices, answer);
  }
  ::seccomp_notify_free(asked, answer);
}

}  // namespace skep::harness
