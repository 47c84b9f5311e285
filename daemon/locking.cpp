// What workers ask about locks, and how they are answered: daemon/tree/locks.h decides.
#include <utility>

#include <boost/asio/post.hpp>

#include "daemon/supervisor_impl.h"
#include "proto/lock_messages.h"

namespace skep {

bool Supervisor::Impl::on_lock_request(Worker& worker, std::span<const std::byte> bytes) {
  LockRequest request;
  // Numbered without a gap, so that a number never stands for two. The worker itself refuses what
  // is above its limit.
  if (!decode(bytes, request)) return false;
  if (request.request != worker.last_lock_request + 1) return wrong("its number is not the next");
  Locks& locks = worker.tree->locks;
  if (locks.count(worker.id) >= max_locks) return wrong("it has too many locks");
  worker.last_lock_request = request.request;
  // What a closing worker asks for can never be given to it.
  if (worker.state == WorkerState::closing) return true;
  Locks::Answers answers;
  locks.request(worker.id, request, answers);
  send_lock_answers(worker.tree, answers);
  return true;
}

bool Supervisor::Impl::on_lock_release(Worker& worker, std::span<const std::byte> bytes) {
  LockRelease release;
  if (!decode(bytes, release)) return false;
  if (release.request > worker.last_lock_request) return wrong("it never asked for that lock");
  Locks::Answers answers;
  worker.tree->locks.release(worker.id, release.request, answers);
  send_lock_answers(worker.tree, answers);
  return true;
}

bool Supervisor::Impl::on_lock_query(Worker& worker, std::span<const std::byte> bytes) {
  LockQuery query;
  if (!decode(bytes, query)) return false;
  const std::string snapshot = worker.tree->locks.snapshot(query.query);
  router.send(worker, DownType::lock_snapshot, inside_port, as_bytes(std::string_view(snapshot)));
  return true;
}

void Supervisor::Impl::leave_all_locks(Worker& worker) {
  Locks::Answers answers;
  worker.tree->locks.leave(worker.id, answers);
  send_lock_answers(worker.tree, answers);
}

void Supervisor::Impl::send_lock_answers(const std::shared_ptr<Tree>& tree,
                                         const Locks::Answers& answers) {
  for (const Locks::Answer& answer : answers) {
    Worker* worker = workers.find(answer.worker);
    if (worker == nullptr) continue;
    const std::string bytes = encode(answer.answer);
    router.send(*worker, DownType::lock_answer, inside_port, as_bytes(std::string_view(bytes)));
  }
  if (tree->locks.unsettled()) settle_locks_later(tree);
}

// Any number of workers may wait for one lock: what others say is routed between some and the next.
void Supervisor::Impl::settle_locks_later(const std::shared_ptr<Tree>& tree) {
  if (std::exchange(tree->settling_locks, true)) return;
  ++tree->loading;  // those who wait look idle, but are not to wait for ever
  boost::asio::post(io_, [this, tree] {
    tree->settling_locks = false;
    --tree->loading;
    stir(tree);
    Locks::Answers answers;
    tree->locks.settle(answers);
    send_lock_answers(tree, answers);
  });
}

}  // namespace skep
