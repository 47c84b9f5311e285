// Domain names as the DNS has them.  https://url.spec.whatwg.org/#concept-domain-to-ascii
#pragma once

#include <string>
#include <string_view>

namespace skep {

// Unicode ToASCII of UTS #46 with CheckBidi, CheckJoiners, and all of CheckHyphens,
// UseSTD3ASCIIRules, Transitional_Processing, VerifyDnsLength and IgnoreInvalidPunycode false,
// which is what the URL standard wants of a URL's host (its beStrict is false). `domain` is engine
// text. False for failure; an empty result, which the URL standard refuses too, is left to the
// caller.
bool domain_to_ascii(std::string_view domain, std::string& ascii);

}  // namespace skep
