// Top-level await: order of evaluation, parallel waiting, failures.
import { log } from './log.js';
import './slow.js';
import './quick.js';
import './depends.js';
log('main');
console.log(log.lines.join(' '));
let total = 0;
for await (const n of (async function* () { yield 1; yield 2; })()) total += n;
console.log(total, await Promise.resolve('value'));
export const { a, ...b } = await Promise.resolve({ a: 1, c: 2 });
console.log(a, b);
try {
  await import('./fails.js');
} catch (error) {
  console.log(error.message);
}
const [one, two] = await Promise.all([import('./slow.js'), import('./slow.js')]);
console.log(one === two, one.value);
import * as self from './main.mjs';
console.log(Object.keys(self));
