// What --help prints: examples first.
#pragma once

namespace skep::cli {

void print_help();
void print_run_help();

}  // namespace skep::cli
