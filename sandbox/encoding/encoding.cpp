#include "sandbox/encoding/encoding.h"

#include <algorithm>

#include "sandbox/encoding/tables.h"

namespace skep {
namespace {

// https://infra.spec.whatwg.org/#ascii-whitespace
bool is_ascii_space(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

}  // namespace

// https://encoding.spec.whatwg.org/#concept-encoding-get
std::optional<Encoding> encoding_of_label(std::string_view label) {
  // 1. Remove any leading and trailing ASCII whitespace from label.
  while (!label.empty() && is_ascii_space(label.front())) label.remove_prefix(1);
  while (!label.empty() && is_ascii_space(label.back())) label.remove_suffix(1);
  // 2. If label is an ASCII case-insensitive match for any of the labels …
  if (label.size() > longest_label) return std::nullopt;
  char lowered[longest_label];
  std::transform(label.begin(), label.end(), lowered, [](char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
  });
  const std::string_view wanted(lowered, label.size());
  const EncodingLabel* end = encoding_labels + encoding_label_count;
  const auto* found = std::lower_bound(encoding_labels, end, wanted,
                                       [](const EncodingLabel& known, std::string_view text) {
                                         return std::string_view(known.text) < text;
                                       });
  if (found == end || found->text != wanted) return std::nullopt;
  return found->encoding;
}

std::string_view encoding_name(Encoding encoding) {
  return encoding_names[static_cast<size_t>(encoding)];
}

}  // namespace skep
