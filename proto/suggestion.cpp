#include "proto/suggestion.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace skep {
namespace {

// Restricted Damerau-Levenshtein distance.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> table(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) table[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) table[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, changed});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

std::string_view closest(std::string_view word, std::span<const std::string_view> known) {
  // Longer than any word of ours and a typing mistake: not worth the quadratic table.
  constexpr size_t longest = 64;
  if (word.empty() || word.size() > longest) return {};
  // What was only begun is meant, whatever its length.
  for (const std::string_view candidate : known) {
    if (word.size() > 1 && candidate.starts_with(word)) return candidate;
  }
  std::string_view best;
  size_t best_distance = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const size_t wrong = distance(word, candidate);
    if (wrong < best_distance && wrong < candidate.size()) {
      best = candidate;
      best_distance = wrong;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view best = closest(word, known);
  return best.empty() ? std::string() : fmt::format(" Did you mean \"{}\"?", best);
}

}  // namespace skep
