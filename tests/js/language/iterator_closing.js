// Who closes an iterator, and when.
const log = [];
function source(name, count = Infinity) {
  let at = 0;
  return {
    [Symbol.iterator]() { return this; },
    next() { log.push(name + at); return {value: at, done: at++ >= count}; },
    return(value) { log.push(name + ' closed'); return {value, done: true}; },
  };
}
const [a, , b] = source('d');
const [] = source('e');
const [c, ...rest] = source('r', 3);
for (const value of source('f')) if (value === 1) break;
try {
  for (const value of source('t')) throw new Error('x');
} catch { log.push('caught'); }
(function () { for (const value of source('g')) return value; })();
console.log(a, b, c, rest.join(), [...source('s', 2)].join(), Math.max(...source('m', 3)), new Set(source('n', 2)).size);
console.log(log.join(' '));
log.length = 0;
function* inner() { try { const got = yield 1; log.push('got ' + got); yield 2; } finally { log.push('inner done'); } }
function* outer() { const result = yield* inner(); log.push('result ' + result); }
const it = outer();
it.next();
it.next('x');
console.log(JSON.stringify(it.return(7)), log.join(), JSON.stringify(it.next()));
function* args() { yield* arguments; }
console.log([...args(1, 2)].join(), Array.from({length: 2}, (_, i) => i).join(), Object.fromEntries(new Map([['k', 1]])).k);
for (const wrong of [undefined, 5, {}, {[Symbol.iterator]: () => 1}]) {
  try { const [x] = wrong; } catch (error) { console.log(error.name); }
}
