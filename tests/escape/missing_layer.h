// Layers of the sandbox that a test program goes without, one or a few at a time.
//
// The code that is tested stays as it is: it asks for the layer, and hears that it has it. In
// escape-cell-without, and nowhere else, the linker puts a C library in between that says yes and
// does nothing (lying_calls.cpp). No shipped program can drop a layer: none is linked like that.
#pragma once

#include <string_view>

namespace skep::escape {

// The layers named in a list, "mdwe,dumpable", will be missing. False when one is not known.
bool go_without(std::string_view layers);

// From here on every call is what it seems: a hostile program asks the kernel itself.
void tell_the_truth();

}  // namespace skep::escape
