#include "cli/machine_check.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/programs.h"
#include "cli/json_member.h"
#include "cli/supervisor_process.h"
#include "proto/control.h"

namespace skep::cli {
namespace {

using control::Json;

std::string first_line(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

struct LayerAdvice {
  std::string_view layer;
  std::string_view follows;
  std::string_view advice;
};

constexpr std::string_view namespace_advice =
    "allow unprivileged user namespaces (see user namespaces), or run the daemon as root";

constexpr std::array<LayerAdvice, control::layer_count> layer_advice = {{
    {"user-namespace", "workers run as the daemon's own user, and no namespace seals them",
     namespace_advice},
    {"pid-namespace", "a worker that got past seccomp could see and signal other processes",
     namespace_advice},
    {"mount-namespace", "a worker that got past seccomp would see the machine's file system",
     namespace_advice},
    {"net-namespace", "a worker that got past seccomp would reach the machine's network",
     namespace_advice},
    {"ipc-namespace", "a worker that got past seccomp would share System V objects",
     namespace_advice},
    {"uts-namespace", "a worker that got past seccomp could read the host's name",
     namespace_advice},
    {"cgroup-namespace", "a worker that got past seccomp could see its place among the cgroups",
     namespace_advice},
    {"empty-root", "a worker that got past seccomp would see the machine's file system",
     namespace_advice},
    {"landlock", "files are denied by seccomp and the empty root only",
     "boot a kernel with CONFIG_SECURITY_LANDLOCK and landlock in the lsm= list"},
    {"landlock-scope", "signals and abstract sockets are denied by seccomp and namespaces only",
     "Linux 6.12 or later has it"},
    {"mdwe", "executable memory is denied by seccomp only", "Linux 6.3 or later has it"},
    {"cgroup", "skep enforces the limits of workers itself; the kernel does not as well",
     "start the daemon by its systemd unit, which has Delegate="},
    {"rlimits", "no worker can start", ""},
    {"no-new-privs", "no worker can start", ""},
    {"seccomp", "no worker can start", "boot a kernel with CONFIG_SECCOMP_FILTER"},
}};

Verdict verdict_of_missing(const control::LayerName& layer) {
  if (layer.often_missing) return Verdict::note;
  const bool mandatory =
      layer.name == "rlimits" || layer.name == "no-new-privs" || layer.name == "seccomp";
  return mandatory ? Verdict::fatal : Verdict::missing;
}

// The newest version of Landlock that the sandbox knows; a newer kernel has that too.
constexpr int newest_landlock = 6;

std::string given_as(std::string_view layer) {
  if (layer != "landlock") return "given";
  const int version = landlock_version();
  return fmt::format("given, version {}{}", version,
                     version < newest_landlock
                         ? fmt::format(" (of {}: newer kernels hold more)", newest_landlock)
                         : "");
}

// Whether a child to which the kernel refuses the time can tell it. (The older way, strict mode,
// would take the processor's own counter away as well.)
bool clock_needs_no_system_call() {
  const pid_t child = ::fork();
  if (child < 0) return false;
  if (child == 0) {
    sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clock_gettime, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program = {std::size(rules), rules};
    timespec now;
    const bool refused = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 &&
                         ::syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) != 0;
    ::_exit(refused && ::clock_gettime(CLOCK_MONOTONIC, &now) == 0 ? 0 : 1);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// The cgroup of this process in the unified hierarchy; empty if there is none.
std::string own_cgroup() {
  std::ifstream in("/proc/self/cgroup");
  std::string line;
  while (std::getline(in, line)) {
    if (line.starts_with("0::")) return line.substr(3);
  }
  return {};
}

}  // namespace

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::good: return "good";
    case Verdict::note: return "note";
    case Verdict::missing: return "missing";
    case Verdict::fatal: return "fatal";
  }
  return "fatal";
}

std::vector<Check> check_layers(const Json& sandbox) {
  const Json given = list_of(sandbox, "layers");
  std::vector<Check> checks;
  for (const control::LayerName& layer : control::layer_names) {
    const bool there =
        std::ranges::any_of(given, [&layer](const Json& name) { return name == layer.name; });
    Check check = {.name = std::string(layer.name),
                   .verdict = there ? Verdict::good : verdict_of_missing(layer),
                   .found = there ? given_as(layer.name) : "not given",
                   .follows = {},
                   .advice = {}};
    for (const LayerAdvice& advice : layer_advice) {
      if (there || advice.layer != layer.name) continue;
      check.follows = advice.follows;
      check.advice = advice.advice;
    }
    checks.push_back(std::move(check));
  }
  return checks;
}

Check check_kernel() {
  utsname names = {};
  ::uname(&names);
  return {.name = "kernel",
          .verdict = Verdict::good,
          .found = fmt::format("{} {} {}", names.sysname, names.release, names.machine),
          .follows = {},
          .advice = {}};
}

Check check_programs() {
  for (const char* program : {"skepd", "skep-cell", "skep-compile", "swc.node"}) {
    if (find_program_file(program)) continue;
    return {.name = "programs",
            .verdict = Verdict::fatal,
            .found = fmt::format("{} is not there", program),
            .follows = "no worker can start",
            .advice = "install the package skep again, or build all of it"};
  }
  return {.name = "programs",
          .verdict = Verdict::good,
          .found = "complete",
          .follows = {},
          .advice = {}};
}

Check check_user_namespaces() {
  Check check = {.name = "user namespaces",
                 .verdict = Verdict::good,
                 .found = "allowed",
                 .follows = {},
                 .advice = {}};
  const auto refuse = [&check](const char* found, const char* advice) {
    check.verdict = Verdict::missing;
    check.found = found;
    check.follows = "the namespaces below are missing";
    check.advice = advice;
  };
  if (first_line("/proc/sys/user/max_user_namespaces") == "0") {
    refuse("user.max_user_namespaces is 0", "sysctl -w user.max_user_namespaces=15000");
  } else if (::geteuid() == 0) {
    check.found = "allowed (to root)";
  } else if (first_line("/proc/sys/kernel/unprivileged_userns_clone") == "0") {
    refuse("kernel.unprivileged_userns_clone is 0", "sysctl -w kernel.unprivileged_userns_clone=1");
  } else if (first_line("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1") {
    refuse("restricted by AppArmor",
           "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, "
           "or a profile that lets skep-cell make them");
  }
  return check;
}

int landlock_version() {
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#endif
  constexpr unsigned ask_version = 1;
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, size_t{0}, ask_version);
  return version < 0 ? 0 : static_cast<int>(version);
}

Check check_address_layout() {
  const std::string mode = first_line("/proc/sys/kernel/randomize_va_space");
  if (mode == "2") {
    return {.name = "address layout",
            .verdict = Verdict::good,
            .found = "random for each zygote",
            .follows = {},
            .advice = {}};
  }
  return {.name = "address layout",
          .verdict = Verdict::missing,
          .found = mode.empty() ? "not known" : fmt::format("randomize_va_space is {}", mode),
          .follows = "who attacks the engine may know where its code and data lie",
          .advice = "sysctl -w kernel.randomize_va_space=2"};
}

Check check_clock() {
  const std::string source =
      first_line("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  const std::string shown = source.empty() ? "clock source not known" : "clock source " + source;
  if (clock_needs_no_system_call()) {
    return {.name = "clock",
            .verdict = Verdict::good,
            .found = shown + ", read without a system call (vDSO)",
            .follows = {},
            .advice = {}};
  }
  return {.name = "clock",
          .verdict = Verdict::note,
          .found = shown + ", each reading is a system call",
          .follows = "timers and performance.now() cost more",
          .advice = "boot with clocksource=tsc, or let the hypervisor offer kvm-clock"};
}

Check check_cgroup() {
  Check check = {.name = "cgroup v2",
                 .verdict = Verdict::note,
                 .found = {},
                 .follows =
                     "skep enforces the limits of workers itself; the kernel does not as "
                     "well",
                 .advice = "start the daemon by its systemd unit, which has Delegate="};
  const std::string group = own_cgroup();
  const std::string directory = "/sys/fs/cgroup" + group;
  std::error_code error;
  if (group.empty() || !std::filesystem::exists("/sys/fs/cgroup/cgroup.controllers", error)) {
    check.found = "no unified hierarchy at /sys/fs/cgroup";
    check.advice = "boot with systemd.unified_cgroup_hierarchy=1";
    return check;
  }
  const std::string controllers = first_line(directory + "/cgroup.controllers");
  const bool writable = ::access((directory + "/cgroup.procs").c_str(), W_OK) == 0 &&
                        ::access(directory.c_str(), W_OK) == 0;
  const bool useful = controllers.find("memory") != std::string::npos &&
                      controllers.find("pids") != std::string::npos;
  if (writable && useful) {
    return {.name = "cgroup v2",
            .verdict = Verdict::good,
            .found = fmt::format("{} is delegated with {}", group, controllers),
            .follows = {},
            .advice = {}};
  }
  check.found = writable ? fmt::format("{} has only these controllers: {}", group, controllers)
                         : fmt::format("{} is not delegated to this user", group);
  return check;
}

Check check_cache_directory() {
  const std::string directory = cache_directory();
  Check check = {.name = "cache",
                 .verdict = Verdict::missing,
                 .found = {},
                 .follows = "every run lowers modern JavaScript anew",
                 .advice = "set HOME or XDG_CACHE_HOME to a directory that can be written"};
  if (directory.empty()) {
    check.found = "neither HOME nor XDG_CACHE_HOME is set";
    return check;
  }
  // Made when it is first needed; what counts is the nearest directory that exists.
  std::filesystem::path place = directory;
  std::error_code error;
  while (!std::filesystem::exists(place, error) && place.has_relative_path()) {
    place = place.parent_path();
  }
  if (::access(place.c_str(), W_OK) != 0) {
    check.found = fmt::format("{}: {}", place.string(), std::strerror(errno));
    return check;
  }
  return {
      .name = "cache", .verdict = Verdict::good, .found = directory, .follows = {}, .advice = {}};
}

}  // namespace skep::cli
