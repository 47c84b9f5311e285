#include "proto/line_table.h"

#include <doctest/doctest.h>

#include "proto/source_mappings.h"

namespace skep {
namespace {

TEST_CASE("a line takes the position of its first segment") {
  // Line 1: column 1 → 1:1, later → 1:5. Line 2 → 3:1.
  const std::string table = line_table_from_mappings("AAAA,IAAI;AAEJ");
  CHECK(find_source_position(table, 1).line == 1);
  CHECK(find_source_position(table, 1).column == 1);
  CHECK(find_source_position(table, 2).line == 3);
  CHECK(find_source_position(table, 2).column == 1);
}

TEST_CASE("a line without a segment takes the previous mapped position") {
  const std::string table = line_table_from_mappings(";;AACA;;AADA");
  CHECK(find_source_position(table, 1).line == 0);
  CHECK(find_source_position(table, 2).line == 0);
  CHECK(find_source_position(table, 3).line == 2);
  CHECK(find_source_position(table, 4).line == 2);
  CHECK(find_source_position(table, 5).line == 1);
}

TEST_CASE("a line outside the table has no position") {
  const std::string table = line_table_from_mappings("AAAA");
  CHECK(find_source_position(table, 0).line == 0);
  CHECK(find_source_position(table, 2).line == 0);
  CHECK(find_source_position("", 1).line == 0);
}

TEST_CASE("malformed mappings give what could be read") {
  const std::string table = line_table_from_mappings("AAAA;AACA;?;AACA");
  CHECK(find_source_position(table, 2).line == 2);
  CHECK(find_source_position(table, 4).line == 0);
  CHECK(line_table_from_mappings("////////////////").empty());
  CHECK(line_table_from_mappings("AADA").empty());  // a line before the first
}

TEST_CASE("a malformed table gives no position") {
  CHECK(find_source_position("\xff\xff\xff\xff\xff\xff\xff", 1).line == 0);
  CHECK(find_source_position("\x02", 1).line == 0);
  CHECK(find_source_position("\x03\x02", 1).line == 0);  // a negative line
}

TEST_CASE("segments come with generated and source columns") {
  SourceMappings mappings("AAAA,IAAI,C;CACJ");
  MappedSegment segment;
  REQUIRE(mappings.next(segment));
  REQUIRE(mappings.next(segment));
  CHECK(segment.generated_column == 5);
  CHECK(segment.source_column == 5);
  REQUIRE(mappings.next(segment));  // the glue segment "C" is passed over
  CHECK(segment.generated_line == 2);
  CHECK(segment.generated_column == 2);
  CHECK(segment.source_line == 2);
  CHECK(segment.source_column == 1);
  CHECK(!mappings.next(segment));
}

}  // namespace
}  // namespace skep
