#include "confine/landlock.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

namespace skep {
namespace {

// The kernel's struct as of ABI 6 (linux/landlock.h); older ABIs take a prefix of it. Declared here
// because the header of the building machine may be older than the kernel that runs.
struct RulesetAttributes {
  uint64_t handled_access_fs;
  uint64_t handled_access_net;
  uint64_t scoped;
};

struct Abi {
  RulesetAttributes attributes;
  size_t size;
};

constexpr uint64_t low_bits(int count) {
  return (uint64_t{1} << count) - 1;
}

// What each ABI added, by number of known access rights: refer (2), truncate (3), TCP bind and
// connect (4), device ioctls (5), the two scopes (6). ABI 7 added logging only.
constexpr std::array<Abi, 6> abis = {{
    {{low_bits(13), 0, 0}, 8},
    {{low_bits(14), 0, 0}, 8},
    {{low_bits(15), 0, 0}, 8},
    {{low_bits(15), low_bits(2), 0}, 16},
    {{low_bits(16), low_bits(2), 0}, 16},
    {{low_bits(16), low_bits(2), low_bits(2)}, 24},
}};

}  // namespace

Result<LandlockRules> make_landlock_rules() {
  constexpr unsigned ask_version = 1;
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, size_t{0}, ask_version);
  if (version < 0) return last_error();
  if (version == 0) return errno_error(EOPNOTSUPP);
  // A newer kernel than these: it accepts the newest known form.
  const Abi& abi = abis[std::min(static_cast<size_t>(version), abis.size()) - 1];
  const long number = ::syscall(SYS_landlock_create_ruleset, &abi.attributes, abi.size, 0u);
  TRY(Fd ruleset, adopt_fd(static_cast<int>(number)));
  return LandlockRules{std::move(ruleset), abi.attributes.scoped != 0};
}

Result<> enter_landlock(const LandlockRules& rules) {
  if (::syscall(SYS_landlock_restrict_self, rules.ruleset.get(), 0u) != 0) return last_error();
  return {};
}

}  // namespace skep
