// Writes the Encoding Standard's indexes and labels as constant C++ data.
//
//   node encoding-tables.js OUTPUT.cpp
//
// They come from the npm package @exodus/bytes, whose tables are those of the standard entry for entry.
// What is written is declared in sandbox/encoding/tables.h. The package's modules are bundled for
// browsers first: what they do then needs nothing of a particular Node.
'use strict';
const fs = require('fs');
const path = require('path');
const root = path.resolve(__dirname, '..');
const esbuild = require(path.join(root, 'node_modules', 'esbuild'));

const bundle = esbuild.buildSync({
  stdin: {
    contents: `
      export {getTable} from './node_modules/@exodus/bytes/fallback/multi-byte.table.js';
      export {default as labels} from './node_modules/@exodus/bytes/fallback/encoding.labels.js';
      export {getEncoding} from './node_modules/@exodus/bytes/fallback/single-byte.js';`,
    resolveDir: root,
  },
  bundle: true, write: false, platform: 'browser', format: 'cjs', logLevel: 'warning',
});
const loaded = {exports: {}};
new Function('module', 'exports', bundle.outputFiles[0].text)(loaded, loaded.exports);
const {getTable, labels, getEncoding} = loaded.exports;

const enumerator = (name) => 'Encoding::' + name.replace(/-/g, '_');

// The names in the order of the enumeration, read from where it is declared.
const header = fs.readFileSync(path.join(root, 'sandbox/encoding/encoding.h'), 'utf8');
const order = /enum class Encoding : uint8_t \{([^}]*)\}/.exec(header)[1].match(/\w+/g);
const names = order.map((word) => {
  const name = Object.keys(labels).find((each) => each.replace(/-/g, '_') === word);
  if (!name) throw new Error(`no encoding is called ${word}`);
  return name;
});
if (names.length !== Object.keys(labels).length) throw new Error('an encoding is missing');
const singleByte = names.slice(0, names.indexOf('x-user-defined') + 1);

// An index as numbers, 0 for null. A code point above U+FFFF comes as its two surrogates, and so do
// the pointers of Big5 that are two code points: the decoder knows those itself.
const points = (id) => Array.from(getTable(id), (units) => {
  if (units <= 0xffff) return units;
  const high = units >>> 16, low = units & 0xffff;
  return high >= 0xd800 && high <= 0xdbff ? 0x10000 + (high - 0xd800) * 0x400 + low - 0xdc00 : 0;
});

const rows = (numbers) => {
  const lines = [];
  for (let at = 0; at < numbers.length; at += 24) lines.push(numbers.slice(at, at + 24).join(',') + ',');
  return lines.join('\n');
};
const array = (declaration, numbers) => `const ${declaration} = {\n${rows(numbers)}\n};\n`;

const pairs = Object.entries(labels).flatMap(([name, aliases]) =>
  [name, ...aliases].map((label) => ({label, name})));
pairs.sort((a, b) => a.label < b.label ? -1 : 1);

const big5 = points('big5');
if (big5.some((point) => point > 0xffff && point >> 16 !== 2)) throw new Error('Big5 beyond plane 2');
const inPlane2 = new Array(Math.ceil(big5.length / 8)).fill(0);
big5.forEach((point, pointer) => { if (point > 0xffff) inPlane2[pointer >> 3] |= 1 << (pointer & 7); });

// What the package leaves out at the end of an index stands for itself; U+FFFD is its null.
const single = singleByte.map((name) => {
  const known = getEncoding(name);
  const index = Array.from({length: 128}, (_, at) => at < known.length ? known[at] : 128 + at);
  return '{' + index.map((point) => point === 0xfffd ? 0 : point).join(',') + '},';
});

fs.writeFileSync(process.argv[2], `// Made by tools/encoding-tables.js.
#include "sandbox/encoding/tables.h"
namespace skep {
const EncodingLabel encoding_labels[] = {
${pairs.map(({label, name}) => `{${enumerator(name)}, "${label}"},`).join('\n')}
};
const size_t encoding_label_count = ${pairs.length};
const char encoding_names[all_encodings][longest_label + 1] = {
${names.map((name) => `"${name}",`).join('\n')}
};
const uint16_t single_byte_index[single_byte_encodings][128] = {
${single.join('\n')}
};
${array('uint16_t jis0208_index[jis0208_size]', points('jis0208'))}
${array('uint16_t jis0212_index[jis0212_size]', points('jis0212'))}
${array('uint16_t euc_kr_index[euc_kr_size]', points('euc-kr'))}
${array('uint16_t gb18030_index[gb18030_size]', points('gb18030'))}
${array('uint16_t big5_index[big5_size]', big5.map((point) => point & 0xffff))}
${array('uint8_t big5_in_plane_2[(big5_size + 7) / 8]', inPlane2)}
const Gb18030Range gb18030_ranges[gb18030_range_count] = {
${getTable('gb18030-ranges').map(([pointer, point]) => `{${pointer},${point}},`).join('\n')}
};
}  // namespace skep
`);
