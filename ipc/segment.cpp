#include "ipc/segment.h"

#include <sys/mman.h>

#include <boost/interprocess/exceptions.hpp>

#include "base/memfd.h"

namespace skep {
namespace {

namespace bi = boost::interprocess;

// What mapped_region asks of a thing that it can map.
struct MappableFd {
  int number;
  bi::mapping_handle_t get_mapping_handle() const {
    return bi::ipcdetail::mapping_handle_from_file_handle(number);
  }
};

}  // namespace

Result<Fd> Segment::create() {
  TRY(Fd memfd, make_memfd("skep-segment", segment_layout::size));
  TRY_VOID(seal_size(memfd));
  return memfd;
}

Result<Segment> Segment::map(const Fd& memfd, bi::mode_t first_half) {
  constexpr size_t half = segment_layout::worker_page;
  try {
    const MappableFd mappable{memfd.get()};
    Region reading(mappable, first_half, 0, half);
    Region writing(mappable, bi::read_write, half, segment_layout::size - half);
    return Segment(std::move(reading), std::move(writing));
  } catch (const bi::interprocess_exception& error) {
    return errno_error(error.get_native_error());
  }
}

Result<Segment> Segment::map_for_supervisor(const Fd& memfd) {
  TRY(Segment segment, map(memfd, bi::read_write));
  for (const Region* region : {&segment.reading_, &segment.writing_}) {
    if (::madvise(region->get_address(), region->get_size(), MADV_DONTFORK) != 0) {
      return last_error();
    }
  }
  return segment;
}

Result<Segment> Segment::map_for_worker(const Fd& memfd) {
  return map(memfd, bi::read_only);
}

}  // namespace skep
