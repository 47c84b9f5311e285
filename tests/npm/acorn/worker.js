importScripts('/node_modules/acorn/dist/acorn.js');

const source = `
import {a as b} from 'x';
export default class A extends b { #p = 1n; static async *m([c, ...d], {e = 5} = {}) { yield* this?.#p ?? d; } }
const re = /(?<year>\\d{4})/u, t = tag\`x\${1}\`;
`;
const tree = acorn.parse(source, {ecmaVersion: 2022, sourceType: 'module', locations: true});
const counts = {};
(function walk(node) {
  if (Array.isArray(node)) return node.forEach(walk);
  if (node === null || typeof node !== 'object') return;
  if (typeof node.type === 'string') counts[node.type] = (counts[node.type] ?? 0) + 1;
  for (const key of Object.keys(node)) if (key !== 'loc') walk(node[key]);
})(tree);
let complaint;
try {
  acorn.parse('let a;\nlet a;', {ecmaVersion: 2022});
} catch (error) {
  complaint = `${error.name}: ${error.message}`;
}
const words = [...acorn.tokenizer('a => a ** 2', {ecmaVersion: 2020})].map((token) => token.type.label);
postMessage(JSON.stringify({counts, complaint, words}));
