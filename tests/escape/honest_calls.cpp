// Of the cells whose calls are what they seem: no layer can be missing. See missing_layer.h.
#include "missing_layer.h"

namespace skep::escape {

bool go_without(std::string_view layers) {
  return layers.empty();
}

void tell_the_truth() {}

}  // namespace skep::escape
