#include "sandbox/preparation.h"

#include <signal.h>
#include <stdexcept>
#include <string>
#include <sys/signalfd.h>
#include <unistd.h>

#include "confine/capabilities.h"
#include "confine/descriptors.h"
#include "confine/empty_root.h"
#include "confine/identity.h"
#include "confine/namespaces.h"
#include "confine/pid_namespace.h"
#include "confine/process_flags.h"
#include "confine/process_limits.h"
#include "sandbox/process_arena.h"
#include "sandbox/warm_up.h"
#include "sandbox/worker.h"
#include "sandbox/worker_filter.h"

namespace skep {
namespace {

// Start-up's bridge from Result to exceptions.
template <class T>
T must(Result<T> result, const char* what) {
  if (!result) throw std::runtime_error(std::string(what) + ": " + result.error().message());
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

void keep_socket_only(Fd& socket) {
  const int kept[] = {socket.get()};
  must(keep_only(kept, false), "cannot close inherited descriptors");
  // It is number 3 now, whatever it was; its old number is closed or was 3.
  [[maybe_unused]] const int old = socket.release();
  socket = Fd(3);
}

// By inheritance also of the outer process and of every worker. See zygote.h.
void ignore_requests_to_end() {
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE}) ::signal(number, SIG_IGN);
}

Fd listen_for_child_signals() {
  sigset_t children;
  ::sigemptyset(&children);
  ::sigaddset(&children, SIGCHLD);
  if (::sigprocmask(SIG_SETMASK, &children, nullptr) != 0) {
    throw std::runtime_error("cannot block SIGCHLD");
  }
  return must(adopt_fd(::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK)), "signalfd");
}

uint32_t layers_of(const Namespaces& namespaces) {
  uint32_t layers = 0;
  if (namespaces.user) layers |= layer_user_namespace;
  if (namespaces.pid) layers |= layer_pid_namespace;
  if (namespaces.mount) layers |= layer_mount_namespace;
  if (namespaces.net) layers |= layer_net_namespace;
  if (namespaces.ipc) layers |= layer_ipc_namespace;
  if (namespaces.uts) layers |= layer_uts_namespace;
  if (namespaces.cgroup) layers |= layer_cgroup_namespace;
  return layers;
}

duk_context* make_warm_heap(Arena& arena) {
  duk_context* heap = build_warm_heap(arena);
  if (heap != nullptr) {
    // Twice: finalizers of the first round leave garbage for the second.
    duk_gc(heap, 0);
    duk_gc(heap, 0);
  }
  return heap;
}

// Programs, libraries and stack: what stays mapped whatever the arena's limit is.
size_t address_bytes_beside(const Arena& arena) {
  const auto mapped = mapped_address_bytes();
  // Without /proc: more than the rest of this program has ever had.
  constexpr size_t generous = size_t{256} << 20;
  if (!mapped) return generous;
  return *mapped > arena.mapped() ? *mapped - arena.mapped() : generous;
}

}  // namespace

Preparation prepare(Fd& socket) {
  ::setsid();  // Fails only when it leads a group of its own already, which is as good.
  ignore_requests_to_end();
  keep_socket_only(socket);
  strip_environment();
  Arena& arena = process_arena();

  must(drop_root(), "cannot stop being root");
  const Namespaces namespaces = must(leave_namespaces(), "half-made user namespace");
  if (namespaces.pid) must(enter_pid_namespace(), "cannot fork into the pid namespace");
  // Before the heap is built: from here on the end of the outer process, or of the supervisor, is
  // the end of this one, however long the rest takes.
  must(die_with_parent(), "PR_SET_PDEATHSIG");
  Fd child_signals = listen_for_child_signals();

  load_clocks();
  duk_context* heap = make_warm_heap(arena);
  const size_t beside_arena = address_bytes_beside(arena);

  uint32_t layers = layers_of(namespaces) | layer_rlimits | layer_no_new_privs | layer_seccomp;
  if (namespaces.mount && enter_empty_root()) layers |= layer_empty_root;
  must(drop_capabilities(), "cannot drop capabilities");
  must(set_no_new_privs(), "cannot set no_new_privs");
  must(make_undumpable(), "cannot become undumpable");

  CellPlan plan{arena, heap,
                must(SeccompFilter::build(worker_calls(cell_doorbell)),
                     "cannot build the system-call filter"),
                std::nullopt};
  if (auto rules = make_landlock_rules()) {
    layers |= layer_landlock;
    if (rules->scoped) layers |= layer_landlock_scope;
    plan.landlock = std::move(rules).value();
  }
  plan.forbid_executable_memory = executable_memory_can_be_forbidden();
  if (plan.forbid_executable_memory) layers |= layer_mdwe;
  plan.pid_namespace = namespaces.pid;
  plan.zygote = ::getpid();
  plan.address_bytes_beside_arena = beside_arena;

  // Last of all that allocates: the first fork is next.
  settle_c_heap();
  arena.seal();
  // The capabilities went, and with them the wish to die with the parent.
  must(die_with_parent(), "PR_SET_PDEATHSIG");
  return {std::move(plan), std::move(child_signals), layers};
}

}  // namespace skep
