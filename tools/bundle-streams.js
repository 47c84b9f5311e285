// Makes one script of the Streams that npm's web-streams-polyfill has, as a part of a worker that is
// built on first use: `function (host, list) {…}`, which returns an object with every interface.
//
//   node bundle-streams.js OUTPUT.js
//
// Its objects keep their internal slots in properties that begin with an underscore. Here these
// become hidden symbols, which no script can name, list or set.
'use strict';
const fs = require('fs');
const path = require('path');
const root = path.resolve(__dirname, '..');
const esbuild = require(path.join(root, 'node_modules', 'esbuild'));

const result = esbuild.buildSync({
  entryPoints: [path.join(root, 'node_modules/web-streams-polyfill/dist/ponyfill.es5.mjs')],
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'streams',
  target: 'es5',
  charset: 'ascii',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
});
let text = result.outputFiles[0].text.trim();

// Records that no script ever sees are made as literals: their names stay what they are.
const plain = new Set([...text.matchAll(/[{,](_[a-zA-Z]\w*):/g)].map(match => match[1]));
const slots = new Set();
function slot(name) {
  slots.add(name);
  return 'slot' + name;
}
text = text.replace(/\.(_[a-zA-Z]\w*)/g, (all, name) => (plain.has(name) ? all : `[${slot(name)}]`));
text = text.replace(/"(_[a-zA-Z]\w*)"/g, (all, name) => (slots.has(name) ? slot(name) : all));
const left = text.match(/["'.]_[a-zA-Z]\w*/g) || [];
const strange = left.filter(name => !plain.has(name.slice(1)));
if (strange.length > 0) throw new Error('internal slots of a kind that is not known: ' + strange);

// Its queues are lists that inherit nothing, so that no setter and no method of a script's runs in them.
function replaced(pattern, by) {
  if (text.search(pattern) < 0) throw new Error('not found in the library: ' + pattern);
  text = text.replace(pattern, by);
}
replaced(/_elements:\[\]/g, '_elements:list()');
replaced(/(\w+)\._elements\.push\((\w+)\)/g, '($1._elements[$1._elements.length]=$2)');

const names = [...slots].sort();
const declared = names.map(name => `slot${name}=host.slot("stream.${name.slice(1)}")`).join(',');
fs.writeFileSync(process.argv[2], `function(host,list){'use strict';var ${declared};${text}return streams}\n`);
