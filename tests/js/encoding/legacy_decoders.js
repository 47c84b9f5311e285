// Every decoder of the Encoding Standard: characters, errors, and what a piece cuts in two.
const show = (text) => JSON.stringify(text).replace(/[^ -~]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
const decode = (label, bytes, options) => new TextDecoder(label, options).decode(new Uint8Array(bytes));
const high = Array.from({ length: 128 }, (_, at) => 128 + at);

// A number for each index of 128 bytes: a sum over all its code points and places.
const singles = ['ibm866', 'iso-8859-2', 'iso-8859-3', 'iso-8859-4', 'iso-8859-5', 'iso-8859-6', 'iso-8859-7', 'iso-8859-8',
  'iso-8859-8-i', 'iso-8859-10', 'iso-8859-13', 'iso-8859-14', 'iso-8859-15', 'iso-8859-16', 'koi8-r', 'koi8-u', 'macintosh',
  'windows-874', 'windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256',
  'windows-1257', 'windows-1258', 'x-mac-cyrillic', 'x-user-defined'];
for (const label of singles) {
  const text = decode(label, high);
  let sum = 0;
  for (let at = 0; at < 128; at++) sum += text.charCodeAt(at) * (at + 1);
  console.log(label, text.length, sum, text.split('\ufffd').length - 1);
}

const cases = {
  'utf-16le': [[0x41, 0, 0x3d, 0xd8, 0, 0xde], [0x3d, 0xd8, 0x41, 0], [0, 0xdc], [0x41], [0xff, 0xfe, 0x41, 0]],
  'utf-16be': [[0, 0x41, 0xd8, 0x3d, 0xde, 0], [0xd8, 0x3d, 0, 0x41], [0xd8], [0xfe, 0xff, 0, 0x41]],
  gbk: [[0xc4, 0xe3, 0xba, 0xc3], [0x80], [0xff], [0x81], [0x81, 0x7f], [0xa2, 0xe3], [0xa8, 0xbb]],
  gb18030: [[0x81, 0x30, 0x81, 0x30], [0x90, 0x30, 0x81, 0x30], [0xe3, 0x32, 0x9a, 0x35], [0xe3, 0x32, 0x9a, 0x36],
    [0x84, 0x31, 0xa4, 0x39], [0x81, 0x35, 0xf4, 0x37], [0x81, 0x30, 0x81, 0x41], [0x81, 0x30, 0x41], [0x81, 0x30], [0xa6, 0xd9]],
  big5: [[0xa7, 0x41, 0xa6, 0x6e], [0x88, 0x62], [0x88, 0x64], [0x88, 0xa3], [0x88, 0xa5], [0x87, 0x40], [0xfe, 0xfe],
    [0x81, 0x41], [0x81], [0x80]],
  'euc-jp': [[0xa4, 0xa2], [0x8e, 0xb1], [0x8f, 0xb0, 0xa1], [0x8f, 0xa2, 0x41], [0xa4, 0x41], [0x8e], [0xa0], [0x8f, 0xfe, 0xfe]],
  'iso-2022-jp': [[0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42, 0x41], [0x1b, 0x28, 0x4a, 0x5c, 0x7e],
    [0x1b, 0x28, 0x49, 0x31], [0x1b, 0x24, 0x42, 0x1b, 0x28, 0x42], [0x1b, 0x24], [0x1b, 0x41], [0x1b, 0x24, 0x42, 0x24],
    [0x1b, 0x24, 0x42, 0x24, 0x1b, 0x28, 0x42], [0x0e], [0x80]],
  shift_jis: [[0x82, 0xa0], [0xb1], [0xf0, 0x40], [0xf9, 0xfc], [0x81], [0x81, 0x39], [0xfc, 0xfc], [0x80], [0xa0]],
  'euc-kr': [[0xb0, 0xa1], [0x81, 0x41], [0xc8, 0xfe], [0xb0, 0x20], [0xb0], [0xff], [0xfe, 0xfe]],
};
for (const label in cases) {
  for (const bytes of cases[label]) {
    // One byte at a time gives the same as all at once.
    const decoder = new TextDecoder(label);
    let text = '';
    for (const byte of bytes) text += decoder.decode(new Uint8Array([byte]), { stream: true });
    text += decoder.decode();
    let strict;
    try {
      strict = decode(label, bytes, { fatal: true }) === text ? 'valid' : 'different';
    } catch (error) {
      strict = error.name;
    }
    console.log(label, show(text), text === decode(label, bytes), strict);
  }
}

// A label is looked up without the white space around it and the case of its ASCII letters.
for (const label of ['\n\tLatin1\f ', 'ISO_8859-1:1987', 'CSISO58GB231280', 'unicodeFFFE', 'ucs-2', 'sjis', 'KS_C_5601-1987',
  'x-x-big5', 'cseucpkdfmtjapanese', 'logical', 'visual']) {
  console.log(new TextDecoder(label).encoding);
}
for (const label of ['', 'utf-7', 'replacement', 'iso-2022-kr', 'hz-gb-2312', '\u212aoi8-r', '\u00a0utf-8', 'utf-8\0',
  'a label of no encoding at all, and a long one']) {
  try {
    new TextDecoder(label);
  } catch (error) {
    console.log(error.name);
  }
}

// Where a decoder stands after an error, and a byte-order mark in the middle.
const fatal = new TextDecoder('euc-jp', { fatal: true });
try {
  fatal.decode(new Uint8Array([0x8f, 0xa1, 0xff, 0xa4]), { stream: true });
} catch (error) {
  console.log(error.name, show(fatal.decode(new Uint8Array([0xa4, 0xa2]))));
}
const marks = new TextDecoder();
console.log(show(marks.decode(new Uint8Array([0xef, 0xbb]), { stream: true }) +
                 marks.decode(new Uint8Array([0xbf, 0xef, 0xbb, 0xbf, 0x41]), { stream: true }) + marks.decode() +
                 marks.decode(new Uint8Array([0xef, 0xbb, 0xbf]))));
console.log(show(decode('utf-16be', [0xfe, 0xff, 0, 0x41], { ignoreBOM: true })));
