// What a machine gives for sealing workers: one entry for each thing that `doctor` looks at.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proto/control_json.h"

namespace skep::cli {

enum class Verdict : uint8_t {
  good,
  note,     // not there, but nothing that this release expects of such a machine
  missing,  // workers run, with less around them than they should have
  fatal,    // no worker can run
};

struct Check {
  std::string name;  // "landlock"
  Verdict verdict;
  std::string found;    // "not given", "Linux 6.1.0"
  std::string follows;  // what that means; empty when good
  std::string advice;   // how to get it; empty when there is nothing to do
};

std::string_view name(Verdict verdict);

// From a supervisor's hello: each layer of the sandbox.
std::vector<Check> check_layers(const control::Json& sandbox);

// The version of Landlock that the kernel has; 0: none.
int landlock_version();

// What can be seen without a supervisor.
Check check_kernel();
Check check_programs();
Check check_user_namespaces();
Check check_cgroup();
Check check_address_layout();
Check check_clock();
Check check_cache_directory();

}  // namespace skep::cli
