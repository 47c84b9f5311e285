// Writes the tables of regexp/unicode_tables.h, from what this machine's Node knows of Unicode.
//
//   node unicode-tables.js OUTPUT.cpp
'use strict';
const fs = require('fs');

const last = 0x10ffff;
const isSurrogate = (point) => point >= 0xd800 && point <= 0xdfff;

// Every character but the surrogates, in order; the surrogates are all alike and asked for apart.
let all = '';
for (let point = 0; point <= last; ++point) if (!isSurrogate(point)) all += String.fromCodePoint(point);

function rangesOf(expression) {
  let regexp;
  try {
    regexp = new RegExp(`\\p{${expression}}+`, 'gu');
  } catch {
    return undefined;
  }
  const ranges = [];
  const add = (first, end) => {
    const previous = ranges[ranges.length - 1];
    if (previous && previous[1] + 1 === first) previous[1] = end;
    else ranges.push([first, end]);
  };
  const surrogates = new RegExp(`^\\p{${expression}}$`, 'u').test('\ud800');
  let surrogatesAdded = !surrogates;
  for (const {0: text, index} of all.matchAll(regexp)) {
    const first = all.codePointAt(index);
    // The last character: one unit, or two.
    const unit = text.charCodeAt(text.length - 1);
    const end = unit >= 0xdc00 && unit <= 0xdfff ? text.codePointAt(text.length - 2) : unit;
    if (!surrogatesAdded && first > 0xd800) {
      add(0xd800, 0xdfff);
      surrogatesAdded = true;
    }
    if (first < 0xd800 && end > 0xdfff) {
      add(first, 0xd7ff);
      if (surrogates) add(0xd800, 0xdfff);
      surrogatesAdded = true;
      add(0xe000, end);
    } else {
      add(first, end);
    }
  }
  if (!surrogatesAdded) add(0xd800, 0xdfff);
  return ranges;
}

// The names of the standard's tables "Non-binary Unicode property aliases" and those after it.
const categories = `Cased_Letter LC Close_Punctuation Pe Connector_Punctuation Pc Control Cc cntrl
  Currency_Symbol Sc Dash_Punctuation Pd Decimal_Number Nd digit Enclosing_Mark Me Final_Punctuation Pf
  Format Cf Initial_Punctuation Pi Letter L Letter_Number Nl Line_Separator Zl Lowercase_Letter Ll Mark M
  Combining_Mark Math_Symbol Sm Modifier_Letter Lm Modifier_Symbol Sk Nonspacing_Mark Mn Number N
  Open_Punctuation Ps Other C Other_Letter Lo Other_Number No Other_Punctuation Po Other_Symbol So
  Paragraph_Separator Zp Private_Use Co Punctuation P punct Separator Z Space_Separator Zs Spacing_Mark Mc
  Surrogate Cs Symbol S Titlecase_Letter Lt Unassigned Cn Uppercase_Letter Lu`.split(/\s+/);
const binary = `ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Any Assigned Bidi_Control Bidi_C Bidi_Mirrored
  Bidi_M Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM
  Changes_When_Lowercased CWL Changes_When_NFKC_Casefolded CWKCF Changes_When_Titlecased CWT
  Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji
  Emoji_Component EComp Emoji_Modifier EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres
  Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex
  IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo
  Join_Control Join_C Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar
  Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI
  Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper
  Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS`.split(/\s+/);

// Every script's long and short name as Node's ICU has them: found by trying, as JavaScript does not
// list them.
const scripts = fs.readFileSync(require('path').join(__dirname, 'unicode-scripts.txt'), 'utf8')
  .split(/\s+/).filter(Boolean);

const entries = [];
const bytes = [];
const known = new Map();  // the encoded ranges → their offset
function number(value, to) {
  for (; value >= 0x80; value = Math.floor(value / 128)) to.push((value & 0x7f) | 0x80);
  to.push(value);
}
function put(names, expression) {
  const ranges = rangesOf(expression);
  if (ranges === undefined) return;
  const encoded = [];
  let next = 0;
  for (const [first, end] of ranges) {
    number(first - next, encoded);
    number(end - first + 1, encoded);
    next = end + 1;
  }
  encoded.push(0, 0);
  const key = encoded.join();
  if (!known.has(key)) {
    known.set(key, bytes.length);
    for (const byte of encoded) bytes.push(byte);
  }
  for (const name of names) entries.push([name, known.get(key)]);
}
for (const name of categories) put([name, `gc=${name}`, `General_Category=${name}`], name);
for (const name of binary) put([name], name);
for (const name of scripts) {
  put([`sc=${name}`, `Script=${name}`], `sc=${name}`);
  put([`scx=${name}`, `Script_Extensions=${name}`], `scx=${name}`);
}
entries.sort(([a], [b]) => (a < b ? -1 : 1));

// Characters of one class differ in case only; the first in order stands for them.
function classesWithUnicode() {
  const parent = new Map();
  const find = (point) => {
    while (parent.has(point)) point = parent.get(point);
    return point;
  };
  for (let point = 0; point <= last; ++point) {
    if (isSurrogate(point)) continue;
    const text = String.fromCodePoint(point);
    for (const other of [text.toLowerCase(), text.toUpperCase(), text.toUpperCase().toLowerCase()]) {
      if (other === text || [...other].length !== 1) continue;
      if (!new RegExp(`^\\u{${point.toString(16)}}$`, 'iu').test(other)) continue;
      const a = find(point);
      const b = find(other.codePointAt(0));
      if (a !== b) parent.set(Math.max(a, b), Math.min(a, b));
    }
  }
  // ASCII letters stand for themselves in lower case.
  const canonical = (point) => {
    const first = find(point);
    return first >= 65 && first <= 90 ? first + 32 : first;
  };
  const pairs = [];
  for (let point = 0; point <= last; ++point) {
    if (canonical(point) !== point) pairs.push([point, canonical(point)]);
  }
  return pairs;
}

// The standard's Canonicalize without flag u.
function classesOfUnits() {
  const pairs = [];
  for (let unit = 0; unit <= 0xffff; ++unit) {
    const upper = String.fromCharCode(unit).toUpperCase();
    if (upper.length !== 1) continue;
    const code = upper.charCodeAt(0);
    if (code === unit || (unit >= 128 && code < 128)) continue;
    pairs.push([unit, code]);
  }
  return pairs;
}

const list = (values) => {
  const lines = [];
  for (let at = 0; at < values.length; at += 24) lines.push(values.slice(at, at + 24).join(',') + ',');
  return lines.join('\n');
};
const pairs = (name, values) => `const CasePair ${name}[] = {\n${list(values.map(([a, b]) => `{${a},${b}}`))}\n};
const size_t ${name}_count = ${values.length};\n`;
fs.writeFileSync(process.argv[2], `// Made by tools/unicode-tables.js; Unicode ${process.versions.unicode}.
#include "regexp/unicode_tables.h"
namespace skep::regexp {
const PropertyEntry property_entries[] = {
${entries.map(([name, offset]) => `{"${name}",${offset}},`).join('\n')}
};
const size_t property_count = ${entries.length};
const uint8_t property_bytes[] = {
${list(bytes)}
};
${pairs('unicode_case', classesWithUnicode())}${pairs('unit_case', classesOfUnits())}}  // namespace skep::regexp
`);
