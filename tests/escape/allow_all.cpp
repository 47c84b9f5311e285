// The first line with nothing in it, to see the second one. Linked by escape-cell-open only.
#include "sandbox/worker_filter.h"

namespace skep {

std::vector<AllowedCall> worker_calls(int) {
  std::vector<AllowedCall> all;
  for (int number = 0; number < 512; ++number) all.push_back({number});
  return all;
}

}  // namespace skep
