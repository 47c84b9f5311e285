// The table of keys as a person reads it: the tables of docs/configuration.md.
#pragma once

#include <string>

namespace skep {

// Markdown: one section for each table of the file, one row for each key.
std::string config_reference();

}  // namespace skep
