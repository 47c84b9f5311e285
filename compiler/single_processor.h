// Lets the process believe in one processor only, for as long as an object of this class lives.
#pragma once

namespace skep {

class SingleProcessor {
 public:
  SingleProcessor();
  SingleProcessor(const SingleProcessor&) = delete;
  SingleProcessor& operator=(const SingleProcessor&) = delete;
  ~SingleProcessor();
};

}  // namespace skep
