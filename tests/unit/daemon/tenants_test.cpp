#include "daemon/tenants.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr uint64_t mib = 1u << 20;

struct Accounts : Tenants {
  explicit Accounts(TenantQuota quota) { set_quotas({{"acme", quota}}); }
  std::shared_ptr<Tenant> acme = of("acme");
};

TEST_CASE("workers up to the quota are admitted, and again when one is gone") {
  Accounts accounts({.workers = 2});
  CHECK(accounts.admit(*accounts.acme, mib).empty());
  CHECK(accounts.admit(*accounts.acme, mib).empty());
  CHECK(accounts.admit(*accounts.acme, mib) == "tenant acme has 2 workers already");
  accounts.release(*accounts.acme, mib, 0);
  CHECK(accounts.admit(*accounts.acme, mib).empty());
}

TEST_CASE("memory is the sum of what the workers may use") {
  Accounts accounts({.memory_bytes = 10 * mib});
  CHECK(accounts.admit(*accounts.acme, 6 * mib).empty());
  CHECK(accounts.admit(*accounts.acme, 4 * mib + 1) ==
        "tenant acme may use 10485760 bytes of memory, 6291456 of them are taken, and it asks for "
        "4194305");
  CHECK(accounts.admit(*accounts.acme, 4 * mib).empty());
  accounts.release(*accounts.acme, 6 * mib, 0);
  CHECK(accounts.acme->memory_bytes == 4 * mib);
}

TEST_CASE("processor time of the gone counts for those that come") {
  Accounts accounts({.cpu_ms = 100});
  CHECK(accounts.any_cpu_quota());
  CHECK(accounts.admit(*accounts.acme, mib).empty());
  CHECK(accounts.acme->over_cpu(99'999).empty());
  CHECK(accounts.acme->over_cpu(100'000) == "tenant acme has used its 100 ms of processor time");
  accounts.release(*accounts.acme, mib, 100'000);
  CHECK(accounts.admit(*accounts.acme, mib) == "tenant acme has used its 100 ms of processor time");
  accounts.set_quotas({{"acme", {.cpu_ms = 200}}});
  CHECK(accounts.admit(*accounts.acme, mib).empty());
}

TEST_CASE("a refusal counts nothing") {
  Accounts accounts({.memory_bytes = mib});
  CHECK_FALSE(accounts.admit(*accounts.acme, 2 * mib).empty());
  CHECK(accounts.acme->workers == 0);
  CHECK(accounts.acme->memory_bytes == 0);
}

TEST_CASE("one tenant's use is nothing to another") {
  Accounts accounts({.workers = 1});
  CHECK(accounts.admit(*accounts.acme, mib).empty());
  CHECK(accounts.admit(*accounts.of("other"), mib).empty());
  CHECK(accounts.admit(*accounts.of(""), mib).empty());
  CHECK_FALSE(accounts.admit(*accounts.acme, mib).empty());
}

TEST_CASE("the daemon's own number of workers holds for everybody") {
  Tenants tenants;
  tenants.set_most_workers(2);
  const auto none = tenants.of("");
  CHECK(tenants.admit(*none, mib).empty());
  CHECK(tenants.admit(*tenants.of("a"), mib).empty());
  CHECK(tenants.admit(*none, mib) == "the daemon has 2 workers already");
  tenants.release(*none, mib, 0);
  CHECK(tenants.admit(*none, mib).empty());
}

TEST_CASE("a label that is not configured is forgotten with its last worker") {
  Tenants tenants;
  const auto label = tenants.of("label");
  CHECK(tenants.admit(*label, mib).empty());
  CHECK(tenants.all().size() == 1);
  tenants.release(*label, mib, 5);
  CHECK(tenants.all().empty());
  CHECK(tenants.admit(*tenants.of("kept"), mib).empty());
  tenants.set_most_workers(1);
  CHECK_FALSE(tenants.admit(*tenants.of("refused"), mib).empty());
  CHECK(tenants.all().size() == 1);
}

TEST_CASE(
    "a tenant taken out of the configuration loses its quota, and its record with its workers") {
  Accounts accounts({.workers = 1});
  CHECK(accounts.admit(*accounts.acme, mib).empty());
  accounts.set_quotas({});
  CHECK(accounts.admit(*accounts.acme, mib).empty());
  accounts.release(*accounts.acme, mib, 0);
  accounts.release(*accounts.acme, mib, 0);
  CHECK(accounts.all().empty());
}

}  // namespace
}  // namespace skep
