// A set of code points, as ranges in order that neither touch nor overlap.
#pragma once

#include <cstdint>
#include <vector>

namespace skep::regexp {

constexpr uint32_t last_code_point = 0x10ffff;

struct Range {
  uint32_t first;
  uint32_t last;
};

class CharacterSet {
 public:
  void add(uint32_t first, uint32_t last) { ranges_.push_back({first, last}); }
  void add(const CharacterSet& other);
  // Brings the ranges in order; everything below asks for that.
  void normalize();
  CharacterSet complement() const;
  bool contains(uint32_t point) const;
  const std::vector<Range>& ranges() const { return ranges_; }

 private:
  std::vector<Range> ranges_;
};

// Whether one of `count` ranges that are in order has `point`.
bool contains(const Range* ranges, uint32_t count, uint32_t point);

// \d, \s and \w of the standard, without the additions of /iu.
CharacterSet digits();
CharacterSet white_space();
CharacterSet word_characters();

}  // namespace skep::regexp
