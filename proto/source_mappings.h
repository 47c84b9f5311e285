// Reads the "mappings" text of a version 3 source map, one segment at a time.
#pragma once

#include <cstdint>
#include <string_view>

namespace skep {

// One mapped place. Lines and columns count from 1; columns are UTF-16 code units.
struct MappedSegment {
  uint32_t generated_line = 0;
  uint32_t generated_column = 0;
  uint32_t source_line = 0;
  uint32_t source_column = 0;
};

class SourceMappings {
 public:
  explicit SourceMappings(std::string_view mappings) : rest_(mappings) {}

  // The next segment that names a source position, in generated order. False at the end and at the
  // first malformed byte: what was read until then stays good.
  bool next(MappedSegment& segment);

 private:
  bool read_number(int64_t& number);
  bool give_up();
  std::string_view rest_;
  int64_t line_ = 1;
  int64_t column_ = 0;
  int64_t source_line_ = 0;
  int64_t source_column_ = 0;
};

}  // namespace skep
