#include "base/memfd.h"

#include <array>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>

#include <doctest/doctest.h>

namespace skep {
namespace {

off_t size_of(const Fd& fd) {
  struct stat status = {};
  ::fstat(fd.get(), &status);
  return status.st_size;
}

TEST_CASE("a memfd has the size asked for and does not cross exec") {
  const Result<Fd> memfd = make_memfd("test", 12345);
  REQUIRE(memfd.has_value());
  CHECK(size_of(*memfd) == 12345);
  CHECK((::fcntl(memfd->get(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("a sealed size cannot change, and the seal cannot be lifted") {
  const Result<Fd> memfd = make_memfd("test", 4096);
  REQUIRE(memfd.has_value());
  REQUIRE(seal_size(*memfd).has_value());
  CHECK(::ftruncate(memfd->get(), 0) == -1);
  CHECK(errno == EPERM);
  CHECK(::ftruncate(memfd->get(), 8192) == -1);
  CHECK(errno == EPERM);
  CHECK(::fcntl(memfd->get(), F_ADD_SEALS, F_SEAL_WRITE) == -1);
  CHECK(errno == EPERM);
  CHECK(::pwrite(memfd->get(), "x", 1, 0) == 1);
}

TEST_CASE("a sealed memfd holds its bytes and takes no others") {
  const std::string text(100'000, 'a');
  const Result<Fd> memfd = make_sealed_memfd("test", std::as_bytes(std::span(text)));
  REQUIRE(memfd.has_value());
  CHECK(size_of(*memfd) == 100'000);
  std::string back(text.size(), '\0');
  CHECK(::pread(memfd->get(), back.data(), back.size(), 0) == 100'000);
  CHECK(back == text);
  CHECK(::pwrite(memfd->get(), "x", 1, 0) == -1);
  CHECK(errno == EPERM);
  CHECK(::mmap(nullptr, 4096, PROT_WRITE, MAP_SHARED, memfd->get(), 0) == MAP_FAILED);
}

TEST_CASE("an empty memfd can be sealed too") {
  const Result<Fd> memfd = make_sealed_memfd("test", {});
  REQUIRE(memfd.has_value());
  CHECK(size_of(*memfd) == 0);
}

}  // namespace
}  // namespace skep
