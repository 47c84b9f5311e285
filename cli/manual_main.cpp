// Prints the sections of skep.1 that are made from the table of commands, for the build.
#include "cli/manual.h"
#include "cli/standard_output.h"

int main() {
  skep::cli::print_out(skep::cli::manual_sections());
}
