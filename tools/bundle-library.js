// Bundles sandbox/library into one ES5 script and writes it as a C++ array.
//
//   node bundle-library.js ENTRY OUTPUT.js OUTPUT.cpp
//
// The script's value is `function (host) {…}`. esbuild joins and shortens the modules; their
// sources and swc's helpers are ES5 already but for what esbuild can unfold (import, shorthand).
'use strict';
const fs = require('fs');
const path = require('path');
const root = path.resolve(__dirname, '..');
const esbuild = require(path.join(root, 'node_modules', 'esbuild'));

const [entry, scriptPath, sourcePath] = process.argv.slice(2);
const result = esbuild.buildSync({
  entryPoints: [path.resolve(entry)],
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es5',
  charset: 'ascii',
  minifyWhitespace: true,
  minifySyntax: true,
  minifyIdentifiers: true,
  legalComments: 'none',
  absWorkingDir: root,
  logLevel: 'warning',
});
// The engine knows methods and makes them as the standard says: no constructors, without a prototype
// object each. Of what else esbuild counts to the same extension it knows nothing, so they are
// functions in the sources and made methods here; after "{" or "," a name and a colon can only be a key.
const code = result.outputFiles[0].text.trim()
  .replace(/([{,])([A-Za-z_$][\w$]*):function\(/g, '$1"$2"(')
  .replace(/([{,]"[^"\\]*"):function\(/g, '$1(');
// A semicolon after the function would not hurt; a name in front of it would become a global.
const script = `(function(host){${code}})\n`;
fs.writeFileSync(scriptPath, script);

const bytes = Buffer.from(script);
const lines = [];
for (let at = 0; at < bytes.length; at += 24) lines.push([...bytes.subarray(at, at + 24)].join(',') + ',');
fs.writeFileSync(sourcePath, `// Made by tools/bundle-library.js from sandbox/library.
#include <cstddef>
extern const char language_library_start[];
extern const size_t language_library_size;
const char language_library_start[] = {
${lines.join('\n')}
0};
const size_t language_library_size = sizeof language_library_start - 1;
`);
