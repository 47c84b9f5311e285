#include "sandbox/idna/domain_to_ascii.h"

#include <algorithm>
#include <vector>

#include "sandbox/code_units.h"
#include "sandbox/idna/label_rules.h"
#include "sandbox/idna/punycode.h"
#include "sandbox/idna/tables.h"
#include "sandbox/unicode/normalize.h"

namespace skep {
namespace {

bool is_all_ascii(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t point) { return point < 0x80; });
}

// Step 1 of the processing: each code point becomes what the mapping table says. What is disallowed
// stays, and the rules for labels find it.
std::u32string mapped(std::string_view domain) {
  std::u32string out;
  while (!domain.empty()) {
    const uint32_t point = next_engine_point(domain);
    const IdnaRow row = idna_row_of(point);
    if (row.status == IdnaStatus::ignored) continue;
    if (row.status != IdnaStatus::mapped) {
      out.push_back(static_cast<char32_t>(point));
      continue;
    }
    for (size_t i = 0; i < row.mapping.size(); i++) {
      const char16_t unit = row.mapping[i];
      if (is_high_surrogate(unit)) {
        out.push_back(static_cast<char32_t>(joined_surrogates(unit, row.mapping[++i])));
      } else {
        out.push_back(unit);
      }
    }
  }
  return out;
}

// Step 4 for a label that says it is Punycode: what it stands for.
bool decoded(std::u32string_view label, std::u32string& out) {
  if (!is_all_ascii(label)) return false;
  const std::string ascii(label.begin() + 4, label.end());
  if (!punycode_decode(ascii, out)) return false;
  // Neither may it be empty, nor what needed no Punycode.
  return !out.empty() && !is_all_ascii(out);
}

}  // namespace

// https://www.unicode.org/reports/tr46/#ToASCII
bool domain_to_ascii(std::string_view domain, std::string& ascii) {
  // 1. Map. 2. Normalize. 3. Break the string into labels at U+002E. 4. Convert.
  const std::u32string text = normalized(mapped(domain), NormalizationForm::nfc);
  std::vector<std::u32string> labels;
  for (size_t from = 0, dot = 0; dot != text.npos; from = dot + 1) {
    dot = text.find(U'.', from);
    std::u32string label = text.substr(from, dot == text.npos ? text.npos : dot - from);
    if (label.starts_with(U"xn--")) {
      std::u32string meant;
      if (!decoded(label, meant)) return false;
      label = std::move(meant);
    }
    labels.push_back(std::move(label));
  }
  // 4. Validate. Whether a rule for bidi applies depends on all labels.
  const bool bidi = std::any_of(labels.begin(), labels.end(), has_right_to_left);
  for (const std::u32string& label : labels) {
    if (!is_valid_label(label, bidi)) return false;
  }
  // ToASCII: labels that are not ASCII become Punycode.
  for (size_t i = 0; i < labels.size(); i++) {
    if (i != 0) ascii += '.';
    if (is_all_ascii(labels[i])) {
      ascii.append(labels[i].begin(), labels[i].end());
    } else {
      ascii += "xn--";
      if (!punycode_encode(labels[i], ascii)) return false;
    }
  }
  return true;
}

}  // namespace skep
