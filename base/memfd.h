// Anonymous memory with a descriptor: made, filled, sealed, mapped.
#pragma once

#include <cstddef>
#include <span>

#include "base/fd.h"

namespace skep {

// An empty memfd (close-on-exec, sealable, never executable) of `size` bytes. The name shows in
// /proc only.
Result<Fd> make_memfd(const char* name, size_t size);

// No process can change its size any more, so no mapping of it can raise SIGBUS.
Result<> seal_size(const Fd& memfd);

// Writes `bytes` at `offset`, inside its size.
Result<> fill_memfd(const Fd& memfd, size_t offset, std::span<const std::byte> bytes);

// Neither its size nor its contents can change any more.
Result<> seal_contents(const Fd& memfd);

// A memfd that holds `bytes` and can never change at all.
Result<Fd> make_sealed_memfd(const char* name, std::span<const std::byte> bytes);

}  // namespace skep
