// The locks of one tree: who holds which, and who waits for one.
// https://w3c.github.io/web-locks/#algorithms
//
// Whoever asks or leaves is answered through `answers`, in the order in which it happened; nothing
// here sends anything. One release may let in any number of others, and a thief robs as many: no
// call gives more than `most_answers`, and settle() goes on where it stopped. All workers of a tree
// are one origin, and share its locks.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "proto/ids.h"
#include "proto/lock_messages.h"

namespace skep {

class Locks {
 public:
  struct Answer {
    WorkerId worker;
    LockAnswer answer;
  };
  using Answers = std::vector<Answer>;

  static constexpr size_t most_answers = 64;

  // `request.request` must be a number that this worker has not used before.
  void request(WorkerId worker, const LockRequest& request, Answers& answers);
  // Gives the lock back, or takes the request out of the queue. Nothing happens if there is
  // neither: the lock may just have been stolen.
  void release(WorkerId worker, uint32_t request, Answers& answers);
  // The worker is gone, with all its locks and requests.
  void leave(WorkerId worker, Answers& answers);
  // More answers, of those that are due. Called from a later turn while unsettled().
  void settle(Answers& answers);
  bool unsettled() const { return !due_.empty(); }

  // How many locks the worker holds and waits for.
  size_t count(WorkerId worker) const;
  // An encoded LockSnapshot. One that would be too large costs nothing.
  std::string snapshot(uint32_t query) const;

 private:
  struct Lock;
  using Table = std::map<std::string, Lock, std::less<>>;
  struct Entry {
    uint64_t order;  // of the requests in the tree
    WorkerId worker;
    uint32_t request;
    LockMode mode;
    std::list<Entry>* in;  // the list that it is in
    Table::iterator lock;
  };
  using Entries = std::list<Entry>;  // an entry stays where it is when it moves to another list
  struct Lock {
    std::unique_ptr<Entries> held = std::make_unique<Entries>();
    Entries queue;
    std::list<std::unique_ptr<Entries>> stolen;  // those who held it and were not told yet
    bool due = false;                            // in due_
  };

  static bool is_grantable(const Lock& lock, LockMode mode);
  // Whether nothing is left to do for this lock.
  bool process_queue(Lock& lock, Answers& answers, size_t most);
  bool tell_robbed(Lock& lock, Answers& answers, size_t most);
  void remove(Entries::iterator entry);
  void make_due(Table::iterator place);
  void forget(const Entry& entry);

  Table locks_;
  std::list<Table::iterator> due_;  // locks that may have something to answer
  // Of each worker that has any, by the number of the request.
  std::map<WorkerId, std::map<uint32_t, Entries::iterator>> entries_;
  uint64_t last_order_ = 0;
  size_t snapshot_bytes_ = 0;  // what all entries take in a snapshot
};

}  // namespace skep
