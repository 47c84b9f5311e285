// What a test is told when something did not happen, or could not be done at all.
#pragma once

#include <stdexcept>

namespace skep::harness {

class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace skep::harness
