// Sizes, times and clocks as a person reads them in a table.
#pragma once

#include <cstdint>
#include <string>

namespace skep::cli {

// "512B", "1.5K", "64M", "2.0G": at most five columns.
std::string show_bytes(uint64_t bytes);

// "350ms", "4.2s", "3m20s", "5h07m", "12d3h".
std::string show_duration(uint64_t ms);

// "14:03:59.120", of local time; with the date when it is not today's.
std::string show_clock(uint64_t unix_ms);

}  // namespace skep::cli
