// Writes what the processing of domain names needs to know of Unicode as constant C++ data.
//
//   node idna-tables.js OUTPUT.cpp
//
// It comes from the npm package tr46: the mapping table of UTS #46, and the classes of characters that
// its rules for labels name. What is written is declared in sandbox/idna/tables.h.
'use strict';
const fs = require('fs');
const path = require('path');
const data = path.resolve(__dirname, '..', 'node_modules', 'tr46', 'lib');
const mappingTable = require(path.join(data, 'mappingTable.json'));
const regexes = require(path.join(data, 'regexes.js'));
const {STATUS_MAPPING} = require(path.join(data, 'statusMapping.js'));

const rows = (items) => {
  const lines = [];
  for (let at = 0; at < items.length; at += 16) lines.push(items.slice(at, at + 16).join(',') + ',');
  return lines.join('\n');
};

// --- the mapping table: a range of code points for each row, and what they map to ---

const kinds = new Map([[STATUS_MAPPING.valid, 0], [STATUS_MAPPING.deviation, 1], [STATUS_MAPPING.ignored, 2],
                       [STATUS_MAPPING.mapped, 3], [STATUS_MAPPING.disallowed, 4]]);
const starts = [], places = [];
let mappings = '', next = 0, lastKind = -1;
for (const [range, status, mapping] of mappingTable) {
  const [first, last] = Array.isArray(range) ? range : [range, range];
  if (first !== next) throw new Error('the mapping table has a gap');
  next = last + 1;
  const kind = kinds.get(status);
  if (kind === undefined) throw new Error(`a status of the mapping table is not known: ${status}`);
  if (kind === lastKind && kind !== 3) continue;
  lastKind = kind;
  starts.push(first * 8 + kind);
  places.push(mappings.length);
  if (kind === 3) mappings += mapping;
}
if (next !== 0x110000) throw new Error('the mapping table ends early');
places.push(mappings.length);
if (mappings.length > 0xffff) throw new Error('the mappings are too long for sixteen bits');

// --- classes of characters: tr46 has them as expressions over whole labels ---

const dual = '\u0628', zwnj = '\u200c';  // ARABIC LETTER BEH joins on both sides
const bidiClass = (text) => {
  if (regexes.bidiS1LTR.test(text)) return 1;
  if (regexes.bidiS1RTL.test(text)) return 2;
  if (regexes.bidiS4AN.test(text)) return 3;
  if (regexes.bidiS4EN.test(text)) return 4;
  if (!regexes.bidiS5.test(text)) return 0;
  // A mark may follow the last letter that counts; it is none itself.
  return regexes.bidiS6.test('a' + text) ? 5 : 6;
};
const joiningType = (text) => {
  const left = regexes.validZWNJ.test(text + zwnj + dual), right = regexes.validZWNJ.test(dual + zwnj + text);
  if (left && right) return 3;
  if (left) return 1;
  if (right) return 2;
  return regexes.validZWNJ.test(dual + text + zwnj + dual) ? 4 : 0;
};
const classes = [];
let lastClass = -1;
for (let point = 0; point < 0x110000; point++) {
  if (point >= 0xd800 && point < 0xe000) continue;
  const text = String.fromCodePoint(point);
  const found = bidiClass(text) | joiningType(text) << 3 | (regexes.combiningMarks.test(text) ? 0x40 : 0) |
                (regexes.combiningClassVirama.test(text) ? 0x80 : 0);
  if (found === lastClass) continue;
  lastClass = found;
  classes.push(point * 256 + found);
}

fs.writeFileSync(process.argv[2], `// Made by tools/idna-tables.js.
#include "sandbox/idna/tables.h"
namespace skep {
const uint32_t idna_starts[] = {
${rows(starts)}
};
const size_t idna_row_count = ${starts.length};
const uint16_t idna_places[] = {
${rows(places)}
};
const char16_t idna_mappings[] = {
${rows(Array.from({length: mappings.length}, (_, at) => mappings.charCodeAt(at)))}
};
const uint32_t idna_classes[] = {
${rows(classes)}
};
const size_t idna_class_count = ${classes.length};
}  // namespace skep
`);
