// A Date as its toISOString() writes it.
#pragma once

#include <cstdint>
#include <string>

namespace skep::control {

// `ms` since 1970 in UTC, as far as a Date goes: 8.64e15 either way.
std::string iso_date(int64_t ms);

}  // namespace skep::control
