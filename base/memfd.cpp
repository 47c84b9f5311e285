#include "base/memfd.h"

#include <fcntl.h>
#include <sys/mman.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

namespace skep {

Result<Fd> make_memfd(const char* name, size_t size) {
  // Kernels before 6.3 refuse the flag they do not know; the plain form is all they have.
  int number = ::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
  if (number < 0 && errno == EINVAL) {
    number = ::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  }
  TRY(Fd memfd, adopt_fd(number));
  if (::ftruncate(memfd.get(), static_cast<off_t>(size)) != 0) return last_error();
  return memfd;
}

Result<> seal_size(const Fd& memfd) {
  if (::fcntl(memfd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return last_error();
  }
  return {};
}

Result<> fill_memfd(const Fd& memfd, size_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count =
        ::pwrite(memfd.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return last_error();
    bytes = bytes.subspan(static_cast<size_t>(count));
    offset += static_cast<size_t>(count);
  }
  return {};
}

Result<> seal_contents(const Fd& memfd) {
  const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
  if (::fcntl(memfd.get(), F_ADD_SEALS, seals) != 0) return last_error();
  return {};
}

Result<Fd> make_sealed_memfd(const char* name, std::span<const std::byte> bytes) {
  TRY(Fd memfd, make_memfd(name, bytes.size()));
  TRY_VOID(fill_memfd(memfd, 0, bytes));
  TRY_VOID(seal_contents(memfd));
  return memfd;
}

}  // namespace skep
