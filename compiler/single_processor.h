// Lets the process see one processor only, for as long as an object of this class lives.
#pragma once

#include <sched.h>

namespace skep {

class SingleProcessor {
 public:
  SingleProcessor();
  SingleProcessor(const SingleProcessor&) = delete;
  SingleProcessor& operator=(const SingleProcessor&) = delete;
  ~SingleProcessor();

 private:
  cpu_set_t before_;
  bool known_ = false;
};

}  // namespace skep
