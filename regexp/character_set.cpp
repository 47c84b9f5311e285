#include "regexp/character_set.h"

#include <algorithm>

namespace skep::regexp {

void CharacterSet::add(const CharacterSet& other) {
  ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
}

void CharacterSet::normalize() {
  std::sort(ranges_.begin(), ranges_.end(),
            [](const Range& a, const Range& b) { return a.first < b.first; });
  size_t kept = 0;
  for (size_t i = 1; i < ranges_.size(); ++i) {
    if (ranges_[i].first <= ranges_[kept].last + 1) {
      ranges_[kept].last = std::max(ranges_[kept].last, ranges_[i].last);
    } else {
      ranges_[++kept] = ranges_[i];
    }
  }
  if (!ranges_.empty()) ranges_.resize(kept + 1);
}

CharacterSet CharacterSet::complement() const {
  CharacterSet result;
  uint32_t next = 0;
  for (const Range& range : ranges_) {
    if (range.first > next) result.add(next, range.first - 1);
    next = range.last + 1;
  }
  if (next <= last_code_point) result.add(next, last_code_point);
  return result;
}

bool CharacterSet::contains(uint32_t point) const {
  return regexp::contains(ranges_.data(), static_cast<uint32_t>(ranges_.size()), point);
}

bool contains(const Range* ranges, uint32_t count, uint32_t point) {
  uint32_t low = 0;
  uint32_t high = count;
  while (low < high) {
    const uint32_t middle = (low + high) / 2;
    if (point > ranges[middle].last) {
      low = middle + 1;
    } else if (point < ranges[middle].first) {
      high = middle;
    } else {
      return true;
    }
  }
  return false;
}

CharacterSet digits() {
  CharacterSet set;
  set.add('0', '9');
  return set;
}

CharacterSet white_space() {
  CharacterSet set;
  for (const Range range : {Range{9, 13},
                            {32, 32},
                            {0xa0, 0xa0},
                            {0x1680, 0x1680},
                            {0x2000, 0x200a},
                            {0x2028, 0x2029},
                            {0x202f, 0x202f},
                            {0x205f, 0x205f},
                            {0x3000, 0x3000},
                            {0xfeff, 0xfeff}}) {
    set.add(range.first, range.last);
  }
  return set;
}

CharacterSet word_characters() {
  CharacterSet set;
  set.add('0', '9');
  set.add('A', 'Z');
  set.add('_', '_');
  set.add('a', 'z');
  return set;
}

}  // namespace skep::regexp
