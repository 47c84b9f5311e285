// The normalization forms of Unicode, by utf8proc.  https://www.unicode.org/reports/tr15/
#pragma once

#include <string>
#include <string_view>

namespace skep {

enum class NormalizationForm { nfc, nfd, nfkc, nfkd };

// What is no scalar value, a lone surrogate, stays as it is.
std::u32string normalized(std::u32string_view text, NormalizationForm form);

}  // namespace skep
