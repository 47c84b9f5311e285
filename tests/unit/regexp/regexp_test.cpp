// What programs are made of patterns and what they match, case by case.
#include <string>

#include <doctest/doctest.h>

#include "regexp/compile.h"
#include "regexp/match.h"
#include "regexp/program.h"

namespace skep::regexp {
namespace {

uint32_t flags_of(std::string_view letters) {
  uint32_t flags = 0;
  for (const char letter : letters) {
    if (letter == 'i') flags |= ignore_case;
    if (letter == 'm') flags |= multiline;
    if (letter == 's') flags |= dot_all;
    if (letter == 'u') flags |= unicode;
  }
  return flags;
}

// "start-end" of each group, "?" for one that caught nothing; "none" without a match, or the error.
std::string found(std::u16string_view pattern, std::string_view flags, std::u16string_view text,
                  uint32_t start = 0) {
  const Compiled compiled = compile(pattern, flags_of(flags));
  if (!compiled.error.empty()) return compiled.error;
  Text subject;
  subject.units = reinterpret_cast<const uint16_t*>(text.data());
  subject.length = static_cast<uint32_t>(text.size());
  std::vector<uint32_t> slots;
  const Outcome outcome = match(compiled.program.data(), subject, start, true, slots);
  if (outcome == Outcome::too_complex) return "too complex";
  if (outcome == Outcome::failed) return "none";
  std::string result;
  for (size_t i = 0; i < slots.size(); i += 2) {
    if (i > 0) result += ' ';
    result +=
        slots[i] == nowhere ? "?" : std::to_string(slots[i]) + "-" + std::to_string(slots[i + 1]);
  }
  return result;
}

TEST_CASE("characters, classes and the dot match as they do without flag u") {
  CHECK(found(u"b", "", u"abc") == "1-2");
  CHECK(found(u"[^a-b]+", "", u"abcd") == "2-4");
  CHECK(found(u"[\\w-]+", "", u"!a-b") == "1-4");
  CHECK(found(u".", "", u"\na") == "1-2");
  CHECK(found(u".", "s", u"\na") == "0-1");
  CHECK(found(u"[]", "", u"a") == "none");
  CHECK(found(u"[^]", "", u"\n") == "0-1");
  CHECK(found(u"\\101\\x42\\u0043\\cA", "", u"ABC\x01") == "0-4");
}

TEST_CASE("quantifiers take much, little and exactly so many") {
  CHECK(found(u"a*", "", u"aab") == "0-2");
  CHECK(found(u"a+?", "", u"aab") == "0-1");
  CHECK(found(u"(?:ab){2}", "", u"ababab") == "0-4");
  CHECK(found(u"(?:ab){2,}?c", "", u"abababc") == "0-7");
  CHECK(found(u"^(?:a{2,3}?b){2}$", "", u"aabaaab") == "0-7");
  CHECK(found(u"(a*)*", "", u"b") == "0-0 ?");
  CHECK(found(u"(?:a?)*?b", "", u"aab") == "0-3");
  CHECK(found(u"x{0}y{,2}", "", u"y{,2}") == "0-5");
}

TEST_CASE("what a group caught is forgotten when it is tried again") {
  CHECK(found(u"(z)((a+)?(b+)?(c))*", "", u"zaacbbbcac") == "0-10 0-1 8-10 8-9 ? 9-10");
  CHECK(found(u"(?:(a)|b)*", "", u"ab") == "0-2 ?");
}

TEST_CASE("look-ahead and look-behind keep what they caught, and go backwards") {
  CHECK(found(u"(?=(a+))a*b\\1", "", u"baaabac") == "3-6 3-4");
  CHECK(found(u"(?<=\\$)\\d+", "", u"a $42") == "3-5");
  CHECK(found(u"(?<!\\$)\\b\\d+", "", u"$42 17") == "4-6");
  CHECK(found(u"(?<=(\\d+)(\\d+))$", "", u"1053") == "4-4 0-1 1-4");
  CHECK(found(u"(?<=\\1(a))b", "", u"aab") == "2-3 1-2");
  CHECK(found(u"(.*?)a(?!(a+)b\\2c)\\2(.*)", "", u"baaabaac") == "0-8 0-2 ? 3-8");
}

TEST_CASE("with flag u a pair of surrogates is one character") {
  CHECK(found(u"^.$", "u", u"\U0001F600") == "0-2");
  CHECK(found(u"^.$", "", u"\U0001F600") == "none");
  CHECK(found(u"[\U0001F600-\U0001F64F]", "u", u"x\U0001F610") == "1-3");
  CHECK(found(u"\\u{1F600}", "u", u"\U0001F600") == "0-2");
  CHECK(found(u"\\ud83d\\ude00", "u", u"\U0001F600") == "0-2");
  CHECK(found(u".+", "u", u"a\U0001F600", 2) == "1-3");
}

TEST_CASE("characters that differ in case are the same to flag i") {
  CHECK(found(u"straße", "i", u"STRAßE") == "0-6");
  CHECK(found(u"[a-z]+", "i", u"ABC") == "0-3");
  CHECK(found(u"[^x]", "i", u"X") == "none");
  CHECK(found(u"\u017f", "iu", u"S") == "0-1");
  CHECK(found(u"\u017f", "i", u"S") == "none");
  CHECK(found(u"(a)\\1", "i", u"aA") == "0-2 0-1");
}

TEST_CASE("Unicode's properties are known by their names") {
  CHECK(found(u"\\p{Lu}+", "u", u"abÄÖc") == "2-4");
  CHECK(found(u"\\p{Script=Greek}", "u", u"aα") == "1-2");
  CHECK(found(u"[^\\P{L}]", "u", u"1x") == "1-2");
  CHECK(found(u"\\p{Nonsense}", "u", u"") == "Invalid property name");
}

TEST_CASE("lines begin and end where flag m says") {
  CHECK(found(u"^b$", "m", u"a\nb\nc") == "2-3");
  CHECK(found(u"^b$", "", u"a\nb\nc") == "none");
}

TEST_CASE("what is no regular expression is an error") {
  CHECK(found(u"(", "", u"") == "Unterminated group");
  CHECK(found(u")", "", u"") == "Unmatched ')'");
  CHECK(found(u"*", "", u"") == "Nothing to repeat");
  CHECK(found(u"a{2,1}", "", u"") == "Numbers out of order in quantifier");
  CHECK(found(u"[b-a]", "", u"") == "Range out of order in character class");
  CHECK(found(u"[a", "", u"") == "Unterminated character class");
  CHECK(found(u"(?<a>)(?<a>)", "", u"") == "Duplicate capture group name");
  CHECK(found(u"\\k<b>(?<a>)", "", u"") == "Invalid named capture referenced");
  CHECK(found(u"\\-", "u", u"") == "Invalid escape");
  CHECK(found(u"{", "u", u"") == "Incomplete quantifier");
}

TEST_CASE("hostile patterns and texts are bounded") {
  CHECK(found(std::u16string(100'000, u'('), "", u"") == "Too many groups");
  std::u16string nested;
  for (int i = 0; i < 5'000; ++i) nested += u"(?:";
  CHECK(found(nested, "", u"") == "Regular expression nested too deeply");
  const std::u16string text(500'000, u'a');
  CHECK(found(u"(?:a|b)*c", "", std::u16string_view(text).substr(0, 2'000)) == "none");
  CHECK(found(u"^(?:a)*$", "", text) == "0-500000");
  const std::u16string huge(5'000'000, u'a');
  CHECK(found(u"^(?:a|b)*$", "", huge) == "too complex");
}

}  // namespace
}  // namespace skep::regexp
