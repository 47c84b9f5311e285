// Object literals with `__proto__: value`: by the standard that is the new object's prototype, to
// the engine a property like any other. Such a literal becomes `__swc._with_prototype({…})`, which
// takes the property away and sets the prototype. Lines are never added or removed.
#pragma once

#include <string>

namespace skep {

std::string set_literal_prototypes(std::string code);

}  // namespace skep
